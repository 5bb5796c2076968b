package extract

import "errors"

var errXLSB = errors.New("xlsb: a record is too long")
