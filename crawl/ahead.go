package crawl

// filesAhead is how many files of a server are opened before somebody wants to
// read them. Each costs up to 64 KiB. They are what hides the way to a server:
// with 64 a scan reads twice as many files a second as with 32 where the way is
// long, and as many where it is short.
const filesAhead = 64

// FilesAhead returns how many files of a share are best opened, and their first
// byte read, before they are wanted: on a server each costs some waiting, for
// which a few readers are too few. What Open and the first Read fetch is kept
// with the file. 0: the share lies near and needs none of it.
func FilesAhead(src Source) int {
	if s, ok := src.(interface{ filesAhead() int }); ok {
		return s.filesAhead()
	}
	return filesAhead
}

func (l *local) filesAhead() int { return 0 }
