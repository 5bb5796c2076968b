package crawl

import (
	"encoding/binary"
	"time"
)

// Commands ([MS-SMB2] 2.2.1.2).
const (
	commandCreate    = 5
	commandClose     = 6
	commandRead      = 8
	commandIoctl     = 11
	commandDirectory = 14
	commandInfo      = 16
)

// Rights to ask for ([MS-SMB2] 2.2.13.1).
const (
	rightReadData       = 0x00000001 // of a folder: to list it
	rightWriteData      = 0x00000002
	rightReadAttributes = 0x00000080
	rightReadControl    = 0x00020000 // owner and access list
	rightSynchronize    = 0x00100000
)

// Options of an open file ([MS-SMB2] 2.2.13, CreateOptions).
const (
	optionFolder       = 0x00000001
	optionSequential   = 0x00000004
	optionSynchronous  = 0x00000020
	optionNotFolder    = 0x00000040
	optionBackup       = 0x00004000 // a Backup Operator reads in spite of the access list; others lose nothing
	optionReparsePoint = 0x00200000 // the link, not what it leads to
	optionNoRecall     = 0x00400000 // nothing is fetched from tape
)

// An smbOpen says what to open.
type smbOpen struct {
	name     []byte // UTF-16, with backslashes, relative to the share
	rights   uint32
	options  uint32
	snapshot time.Time // as it was then; zero: as it is now
}

// createRequest opens what there is, for reading ([MS-SMB2] 2.2.13). Others may
// read, write, rename and delete it meanwhile: nobody is to notice a scan.
func createRequest(o smbOpen) *smbRequest {
	const fixed, shareAll, openExisting, impersonation = 56, 7, 1, 2
	b := make([]byte, fixed, fixed+len(o.name)+48)
	le := binary.LittleEndian
	le.PutUint16(b, 57)
	le.PutUint32(b[4:], impersonation)
	le.PutUint32(b[24:], o.rights)
	le.PutUint32(b[32:], shareAll)
	le.PutUint32(b[36:], openExisting)
	le.PutUint32(b[40:], o.options)
	le.PutUint16(b[44:], smbHeader+fixed)
	le.PutUint16(b[46:], uint16(len(o.name)))
	b = append(b, o.name...)
	if !o.snapshot.IsZero() {
		for len(b)%8 != 0 {
			b = append(b, 0)
		}
		context := timewarpContext(o.snapshot)
		le.PutUint32(b[48:], uint32(smbHeader+len(b)))
		le.PutUint32(b[52:], uint32(len(context)))
		b = append(b, context...)
	}
	if len(b) == fixed {
		b = append(b, 0) // there is at least one byte
	}
	return &smbRequest{command: commandCreate, body: b}
}

// A fileID is how the server calls an open file.
type fileID [16]byte

// An smbOpened is what the server tells of a file that it has opened.
type smbOpened struct {
	id         fileID
	size       int64
	written    time.Time
	change     uint64 // FILETIME of the last change of anything, rights too
	attributes uint32
}

// parseCreate reads the answer ([MS-SMB2] 2.2.14).
func parseCreate(answer []byte) (*smbOpened, error) {
	r := &wireReader{b: answer}
	r.skip(smbHeader + 24)
	o := &smbOpened{written: timeOf(r.u64()), change: r.u64()}
	r.skip(8)
	o.size, o.attributes = int64(r.u64()), r.u32()
	r.skip(4)
	copy(o.id[:], r.bytes(16))
	if r.short || o.size < 0 {
		return nil, malformed("an open file of %d bytes", len(answer))
	}
	return o, nil
}

// closeRequest is [MS-SMB2] 2.2.15.
func closeRequest(id fileID) *smbRequest {
	b := make([]byte, 24)
	binary.LittleEndian.PutUint16(b, 24)
	copy(b[8:], id[:])
	return &smbRequest{command: commandClose, body: b}
}

// readRequest is [MS-SMB2] 2.2.19.
func readRequest(id fileID, n int, off int64) *smbRequest {
	const length = 4
	b := make([]byte, 49)
	le := binary.LittleEndian
	le.PutUint16(b, 49)
	le.PutUint32(b[length:], uint32(n))
	le.PutUint64(b[8:], uint64(off))
	copy(b[16:], id[:])
	le.PutUint32(b[32:], 1) // at least, so that the end is an error and not nothing
	return &smbRequest{command: commandRead, body: b, payload: n, length: length}
}

// parseRead returns the data of the answer ([MS-SMB2] 2.2.20).
func parseRead(answer []byte) ([]byte, error) {
	r := &wireReader{b: answer}
	r.skip(smbHeader + 2)
	off := r.u8()
	r.skip(1)
	return part(answer, uint32(off), r.u32())
}

// directoryRequest asks for the next entries of an open folder ([MS-SMB2] 2.2.33).
func directoryRequest(id fileID, class byte, n int) *smbRequest {
	const fixed, length = 32, 28
	b := make([]byte, fixed, fixed+2)
	le := binary.LittleEndian
	le.PutUint16(b, 33)
	b[2] = class
	copy(b[8:], id[:])
	le.PutUint16(b[24:], smbHeader+fixed)
	le.PutUint16(b[26:], 2)
	le.PutUint32(b[length:], uint32(n))
	return &smbRequest{command: commandDirectory, body: append(b, '*', 0), payload: n, length: length}
}

// infoRequest asks for what the server knows of an open file ([MS-SMB2] 2.2.37).
func infoRequest(id fileID, kind, class byte, additional uint32, n int) *smbRequest {
	b := make([]byte, 41)
	le := binary.LittleEndian
	le.PutUint16(b, 41)
	b[2], b[3] = kind, class
	le.PutUint32(b[4:], uint32(n))
	le.PutUint32(b[16:], additional)
	copy(b[24:], id[:])
	return &smbRequest{command: commandInfo, body: b, payload: n, length: 4}
}

// parseBuffer returns the data of an answer to either ([MS-SMB2] 2.2.34, 2.2.38).
func parseBuffer(answer []byte) ([]byte, error) {
	r := &wireReader{b: answer}
	r.skip(smbHeader + 2)
	return part(answer, uint32(r.u16()), r.u32())
}

// ioctlRequest is [MS-SMB2] 2.2.31. n is how many bytes may come back.
func ioctlRequest(id fileID, code uint32, in []byte, n int) *smbRequest {
	const fixed, isFSCTL = 56, 1
	b := make([]byte, fixed, fixed+len(in)+1)
	le := binary.LittleEndian
	le.PutUint16(b, 57)
	le.PutUint32(b[4:], code)
	copy(b[8:], id[:])
	le.PutUint32(b[24:], smbHeader+fixed)
	le.PutUint32(b[28:], uint32(len(in)))
	le.PutUint32(b[44:], uint32(n))
	le.PutUint32(b[48:], isFSCTL)
	if b = append(b, in...); len(in) == 0 {
		b = append(b, 0)
	}
	return &smbRequest{command: commandIoctl, body: b, payload: max(n, len(in))}
}

// parseIoctl returns what came back ([MS-SMB2] 2.2.32).
func parseIoctl(answer []byte) ([]byte, error) {
	r := &wireReader{b: answer}
	r.skip(smbHeader + 32)
	return part(answer, r.u32(), r.u32())
}

// part returns n bytes that begin at off of an answer.
func part(answer []byte, off, n uint32) ([]byte, error) {
	if n == 0 {
		return nil, nil
	}
	if off < smbHeader || uint64(off)+uint64(n) > uint64(len(answer)) {
		return nil, malformed("%d bytes at %d of %d", n, off, len(answer))
	}
	return answer[off : off+n], nil
}

func (r *wireReader) u64() uint64 {
	if p := r.bytes(8); p != nil {
		return binary.LittleEndian.Uint64(p)
	}
	return 0
}

// timeOf turns a FILETIME into a time; 0 is no time ([MS-DTYP] 2.3.3).
func timeOf(ft uint64) time.Time {
	if ft == 0 {
		return time.Time{}
	}
	ticks := int64(ft - fileTimeEpoch)
	return time.Unix(ticks/1e7, ticks%1e7*100).UTC()
}
