package crawl

// Attributes of a file ([MS-FSCC] 2.6).
const (
	attrDirectory = 0x00000010
	attrReparse   = 0x00000400
	// attrOffline: the data was moved to slower storage, a tape say.
	attrOffline = 0x00001000
	// attrRecallOnOpen: the file is not on this disk at all; opening it fetches it.
	attrRecallOnOpen = 0x00040000
	// attrRecallOnData: part of the data is not on this disk; reading fetches it
	// from the cloud.
	attrRecallOnData = 0x00400000
)

// notOnDisk reports whether reading a file with these attributes would fetch it
// from elsewhere, which takes long, costs money and fills the disk.
func notOnDisk(attributes uint32) bool {
	return attributes&(attrOffline|attrRecallOnOpen|attrRecallOnData) != 0
}
