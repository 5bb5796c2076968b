package probe

import "slices"

// A PortGroup is ports that are tried for one reason.
type PortGroup struct {
	Name  string // "file sharing"
	Ports []NamedPort
}

// A NamedPort is a port and what usually answers there, by the registry of IANA
// (RFC 6335) or, where that is silent, by the product that is found there.
type NamedPort struct {
	Port uint16
	Name string
}

// PortGroups are the ports that are tried if none are named: ways to take data out
// of a zone, to command a machine in it, or to go on from it. Services that exist on
// UDP only (SNMP, TFTP, DHCP) are not there, since a connection tells nothing of them.
var PortGroups = []PortGroup{
	{"file sharing", []NamedPort{
		{21, "ftp"}, {111, "rpcbind"}, {135, "msrpc"}, {139, "netbios"}, {445, "smb"}, {548, "afp"},
		{873, "rsync"}, {990, "ftps"}, {2049, "nfs"}, {3260, "iscsi"},
	}},
	{"remote access", []NamedPort{
		{22, "ssh"}, {23, "telnet"}, {513, "rlogin"}, {514, "rsh"}, {1723, "pptp"}, {2222, "ssh-alt"}, {3389, "rdp"}, {5800, "vnc-http"},
		{5900, "vnc"}, {5901, "vnc"}, {5938, "teamviewer"}, {5985, "winrm"}, {5986, "winrm-tls"}, {6000, "x11"},
	}},
	{"printing", []NamedPort{
		{515, "lpd"}, {631, "ipp"}, {9100, "jetdirect"}, {9101, "jetdirect"}, {9102, "jetdirect"},
	}},
	{"databases", []NamedPort{
		{1433, "mssql"}, {1521, "oracle"}, {3306, "mysql"}, {5432, "postgresql"}, {6379, "redis"}, {9200, "elasticsearch"},
		{27017, "mongodb"}, {50000, "db2"},
	}},
	{"web", []NamedPort{
		{80, "http"}, {443, "https"}, {3128, "http-proxy"}, {8000, "http"}, {8080, "http"}, {8443, "https"}, {8888, "http"},
	}},
	{"management", []NamedPort{
		{623, "ipmi"}, {902, "vmware"}, {2375, "docker"}, {2376, "docker-tls"}, {6443, "kubernetes"}, {8006, "proxmox"},
		{9090, "cockpit"}, {10000, "webmin"}, {10050, "zabbix-agent"}, {10250, "kubelet"},
	}},
	{"mail and directory", []NamedPort{
		{25, "smtp"}, {53, "dns"}, {88, "kerberos"}, {110, "pop3"}, {143, "imap"}, {389, "ldap"}, {465, "smtps"}, {587, "submission"},
		{636, "ldaps"}, {3268, "ldap"},
	}},
}

// DefaultPorts are all ports of PortGroups, sorted.
var DefaultPorts = defaultPorts()

func defaultPorts() []uint16 {
	var ports []uint16
	for _, group := range PortGroups {
		for _, port := range group.Ports {
			ports = append(ports, port.Port)
		}
	}
	slices.Sort(ports)
	return ports
}

// ServiceName tells what usually answers on a port: "smb", or "" if that is not
// known. It is a guess: [Identify] asks.
func ServiceName(port uint16) string {
	for _, group := range PortGroups {
		for _, p := range group.Ports {
			if p.Port == port {
				return p.Name
			}
		}
	}
	return ""
}
