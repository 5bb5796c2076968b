package extract

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"
)

// A parquetLeaf is a column that holds values, and how they are written.
type parquetLeaf struct {
	name  string
	write func(dst []byte, v parquet.Value) []byte // nil: text, or any bytes
	text  bool
}

// parquetLists are what lies between a list and its values in the path of a
// column, by who wrote it.
var parquetLists = strings.NewReplacer(".list.element", "", ".list.item", "", ".list.array", "", ".bag.array_element", "", ".bag.array", "", ".key_value.", ".")

// parquetLeaves lists the columns in the order of their numbers.
func parquetLeaves(schema []format.SchemaElement) []parquetLeaf {
	type group struct {
		path string
		left int32
	}
	var open []group
	var leaves []parquetLeaf
	for i := range schema {
		e := &schema[i]
		path := ""
		if n := len(open); n > 0 {
			path = open[n-1].path + "." + e.Name
			open[n-1].left--
		}
		if e.NumChildren.V > 0 {
			open = append(open, group{path, e.NumChildren.V})
		} else if i > 0 {
			leaves = append(leaves, parquetLeaf{strings.TrimPrefix(parquetLists.Replace(path), "."), parquetWriter(e), parquetText(e)})
		}
		for len(open) > 0 && open[len(open)-1].left <= 0 {
			open = open[:len(open)-1]
		}
	}
	return leaves
}

// parquetText reports whether a column is said to be text.
func parquetText(e *format.SchemaElement) bool {
	switch e.LogicalType.Value.(type) {
	case *format.StringType, *format.EnumType, *format.JsonType:
		return true
	}
	return e.ConvertedType.Valid && (e.ConvertedType.V == deprecated.UTF8 || e.ConvertedType.V == deprecated.Enum || e.ConvertedType.V == deprecated.Json)
}

// parquetWriter returns how the values of a column are written.
func parquetWriter(e *format.SchemaElement) func([]byte, parquet.Value) []byte {
	switch t := e.LogicalType.Value.(type) {
	case *format.DecimalType:
		return parquetDecimal(int(t.Scale))
	case *format.DateType:
		return parquetDate
	case *format.TimestampType:
		return parquetMoment(parquetUnit(t.Unit), "2006-01-02 15:04:05")
	case *format.TimeType:
		return parquetMoment(parquetUnit(t.Unit), "15:04:05")
	case *format.IntType:
		if !t.IsSigned {
			return parquetUnsigned
		}
	case *format.UUIDType:
		return parquetUUID
	}
	if e.ConvertedType.Valid {
		switch e.ConvertedType.V {
		case deprecated.Decimal:
			return parquetDecimal(int(e.Scale.V))
		case deprecated.Date:
			return parquetDate
		case deprecated.TimestampMillis:
			return parquetMoment(time.Millisecond, "2006-01-02 15:04:05")
		case deprecated.TimestampMicros:
			return parquetMoment(time.Microsecond, "2006-01-02 15:04:05")
		case deprecated.TimeMillis:
			return parquetMoment(time.Millisecond, "15:04:05")
		case deprecated.TimeMicros:
			return parquetMoment(time.Microsecond, "15:04:05")
		case deprecated.Uint8, deprecated.Uint16, deprecated.Uint32, deprecated.Uint64:
			return parquetUnsigned
		}
	}
	switch e.Type.V {
	case format.ByteArray, format.FixedLenByteArray:
		return nil
	}
	return parquetPlain
}

func parquetUnit(u format.TimeUnit) time.Duration {
	switch u.Value.(type) {
	case *format.MilliSeconds:
		return time.Millisecond
	case *format.MicroSeconds:
		return time.Microsecond
	}
	return time.Nanosecond
}

func parquetPlain(dst []byte, v parquet.Value) []byte {
	switch v.Kind() {
	case parquet.Boolean:
		return strconv.AppendBool(dst, v.Boolean())
	case parquet.Int32:
		return strconv.AppendInt(dst, int64(v.Int32()), 10)
	case parquet.Int64:
		return strconv.AppendInt(dst, v.Int64(), 10)
	case parquet.Float:
		return strconv.AppendFloat(dst, float64(v.Float()), 'f', -1, 32)
	case parquet.Double:
		return appendFloat(dst, v.Double())
	case parquet.Int96:
		return parquetInt96(dst, v.Int96())
	}
	return append(dst, v.ByteArray()...)
}

func parquetUnsigned(dst []byte, v parquet.Value) []byte {
	if v.Kind() == parquet.Int32 {
		return strconv.AppendUint(dst, uint64(uint32(v.Int32())), 10)
	}
	return strconv.AppendUint(dst, uint64(v.Int64()), 10)
}

// parquetInt96 writes the time that Impala and old Spark have in 96 bits: the
// nanoseconds of the day, then the Julian day.
func parquetInt96(dst []byte, n deprecated.Int96) []byte {
	const unix = 2440588
	nanos := int64(n[0]) | int64(n[1])<<32
	if n[2] > 5373484 || nanos < 0 || nanos > 24*int64(time.Hour) {
		return dst
	}
	return appendMoment(dst, time.Unix((int64(n[2])-unix)*86400, nanos).UTC(), "2006-01-02 15:04:05")
}

func parquetDate(dst []byte, v parquet.Value) []byte {
	return time.Unix(int64(v.Int32())*86400, 0).UTC().AppendFormat(dst, "2006-01-02")
}

// parquetMoment writes times that are counted in a unit.
func parquetMoment(unit time.Duration, layout string) func([]byte, parquet.Value) []byte {
	return func(dst []byte, v parquet.Value) []byte {
		n := v.Int64()
		if v.Kind() == parquet.Int32 {
			n = int64(v.Int32())
		}
		per := int64(time.Second / unit)
		seconds, rest := n/per, n%per
		return appendMoment(dst, time.Unix(seconds, rest*int64(unit)).UTC(), layout)
	}
}

// appendMoment leaves the time of midnight out: that is a date.
func appendMoment(dst []byte, at time.Time, layout string) []byte {
	if year := at.Year(); year < 1 || year > 9999 {
		return dst
	}
	if layout != "15:04:05" && at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0 {
		layout = "2006-01-02"
	}
	return at.AppendFormat(dst, layout)
}

// parquetDecimal writes whole numbers divided by a power of ten; those in bytes
// have the highest first.
func parquetDecimal(scale int) func([]byte, parquet.Value) []byte {
	scale = max(0, min(scale, 76))
	return func(dst []byte, v parquet.Value) []byte {
		n := new(big.Int)
		switch v.Kind() {
		case parquet.Int32:
			n.SetInt64(int64(v.Int32()))
		case parquet.Int64:
			n.SetInt64(v.Int64())
		default:
			b := v.ByteArray()
			if len(b) > 64 {
				return dst
			}
			n.SetBytes(b)
			if len(b) > 0 && b[0] >= 0x80 {
				n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
			}
		}
		return appendDecimal(dst, n, scale)
	}
}

// appendDecimal writes n / 10^scale without zeros at its end.
func appendDecimal(dst []byte, n *big.Int, scale int) []byte {
	if n.Sign() < 0 {
		dst = append(dst, '-')
	}
	s := new(big.Int).Abs(n).String()
	if len(s) <= scale {
		s = strings.Repeat("0", scale-len(s)+1) + s
	}
	dst = append(dst, s[:len(s)-scale]...)
	if rest := strings.TrimRight(s[len(s)-scale:], "0"); rest != "" {
		dst = append(append(dst, '.'), rest...)
	}
	return dst
}

func parquetUUID(dst []byte, v parquet.Value) []byte {
	b := v.ByteArray()
	if len(b) != 16 {
		return dst
	}
	return fmt.Appendf(dst, "%08x-%04x-%04x-%04x-%x", binary.BigEndian.Uint32(b), binary.BigEndian.Uint16(b[4:]), binary.BigEndian.Uint16(b[6:]), binary.BigEndian.Uint16(b[8:]), b[10:])
}

// add adds one value as a cell.
func (c *parquetColumn) add(r *records, col int, v parquet.Value) bool {
	defer c.guard()
	switch {
	case v.IsNull():
	case c.leaf.text:
		r.text(col, v.ByteArray())
	case c.leaf.write == nil:
		r.binary(col, v.ByteArray())
	default:
		if c.text = c.leaf.write(c.text[:0], v); len(c.text) > 0 {
			r.text(col, c.text)
		}
	}
	return true
}

// parquetList is how much of a list is one value.
const parquetList = 4 << 20

// list adds the values of a list as a cell, each in a line.
func (c *parquetColumn) list(r *records, col int, v parquet.Value) bool {
	defer c.guard()
	c.text = c.text[:0]
	for {
		if !v.IsNull() {
			if len(c.text) > 0 {
				c.text = append(c.text, '\n')
			}
			if c.leaf.write == nil {
				c.text = append(c.text, v.ByteArray()...)
			} else {
				c.text = c.leaf.write(c.text, v)
			}
		}
		if len(c.text) > parquetList {
			r.file(col, bytes.Clone(c.text))
			c.text = c.text[:0]
		}
		next := c.peek()
		if next == nil || next.RepetitionLevel() == 0 {
			break
		}
		v = *next
		c.at++
	}
	r.binary(col, c.text)
	return true
}
