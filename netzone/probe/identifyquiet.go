package probe

// A quietRange is ports to which nothing is ever sent, since sending may do harm.
type quietRange struct {
	first, last uint16
	why         string
}

// quietPorts are not spoken to, and not even connected to once more: that they are
// open is all that is said of them. What listens there prints what comes, or does
// it to a machine.
var quietPorts = []quietRange{
	{515, 515, "LPD: a print queue (RFC 1179)"},
	{631, 631, "IPP: a print queue (RFC 8010)"},
	{4010, 4010, "raw printing of Linksys print servers (CUPS, Using Network Printers, table 1)"},
	{4020, 4020, "raw printing of Linksys print servers"},
	{4030, 4030, "raw printing of Linksys print servers"},
	{5503, 5503, "raw printing of Xerox printers (CUPS, the same table)"},
	{6101, 6101, "raw printing of Zebra's mobile label printers"},
	{9099, 9107, "raw printing (JetDirect, AppSocket); nmap leaves out 9100 to 9107 as well (Exclude in nmap-service-probes)"},
	{9220, 9222, "scanners of HP print servers (Generic Scan Gateway)"},
	{9290, 9292, "raw scanning of HP print servers (IEEE 1284.4)"},
	{102, 102, "ISO-TSAP: controllers of machines, of which old ones stop at what they do not know"},
	{502, 502, "Modbus: controllers of machines, which do what they are told"},
	{2404, 2404, "IEC 60870-5-104: controllers of power networks"},
	{20000, 20000, "DNP3: controllers of power networks"},
	{44818, 44818, "EtherNet/IP: controllers of machines"},
}

// quiet tells why nothing is ever sent to a port: "raw printing ...". "" means that
// it may be spoken to.
func quiet(port uint16) string {
	for _, q := range quietPorts {
		if q.first <= port && port <= q.last {
			return q.why
		}
	}
	return ""
}
