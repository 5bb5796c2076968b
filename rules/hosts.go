package rules

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// each reads what is either one value or a list of them.
func (d *decoder) each(n ast.Node, at string, read func(n ast.Node, at string)) {
	if _, list := n.(*ast.SequenceNode); list {
		d.list(n, at, true, read)
		return
	}
	read(n, at)
}

// address reads an address of a machine. It is the zero value if that is not what it is.
func (d *decoder) address(n ast.Node, at string) netip.Addr {
	text, ok := d.plain(n, at)
	if !ok {
		return netip.Addr{}
	}
	addr, hint := parseAddress(text)
	if hint != "" {
		d.fail(n, at, fmt.Sprintf("bad address %q", text), hint)
	}
	return addr
}

// parseAddress returns the address that a text is, or what to write instead.
func parseAddress(text string) (addr netip.Addr, hint string) {
	addr, err := netip.ParseAddr(text)
	switch {
	case err != nil:
		return addr, "write an address, as 10.20.1.11"
	case addr.Zone() != "":
		return netip.Addr{}, "an address with % is of one machine only"
	case addr.Is4In6():
		return netip.Addr{}, "write IPv4 as " + addr.Unmap().String()
	case addr.IsUnspecified() || addr.IsMulticast():
		return netip.Addr{}, "that is the address of no machine"
	}
	return addr, ""
}

// plain reads a text in which nobody logs in: what stands before an @ may be a
// password, and no message shows it.
func (d *decoder) plain(n ast.Node, at string) (string, bool) {
	text, ok := d.text(n, at)
	if ok && strings.Contains(text, "@") {
		d.hide(n)
		d.fail(n, at, lastKey(at)+" names a user", "write the host alone: no user and no password")
		return "", false
	}
	return text, ok
}

// host reads an address or a name of a machine, and returns it in one form. It
// is "" if it is neither.
func (d *decoder) host(n ast.Node, at string) string {
	text, ok := d.plain(n, at)
	if !ok {
		return ""
	}
	host, hint := parseHost(text)
	if hint != "" {
		d.fail(n, at, fmt.Sprintf("bad host %q", text), hint)
	}
	return host
}

// hostLabel is a label of a name: RFC 1123, 2.1, and _ as Windows has it.
var hostLabel = regexp.MustCompile(`^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$`)

const hostHint = "write an address or a name, as 10.20.1.11 or print02.example"

// parseHost returns the host that a text names, or what to write instead.
func parseHost(text string) (host, hint string) {
	if _, err := netip.ParseAddr(text); err == nil {
		addr, hint := parseAddress(text)
		if hint != "" {
			return "", hint
		}
		return addr.String(), ""
	}
	if _, err := netip.ParsePrefix(text); err == nil {
		return "", "that is a network: networks are in networks, and shikiri probe --sweep tries all of one"
	}
	if host, port, ok := cutPort(text); ok && isPort(port) {
		return "", fmt.Sprintf("a host has no port here: write %s", host)
	}
	if !isHostName(text) {
		return "", hostHint
	}
	return text, ""
}

// isHostName reports whether a text can be a name of a host. One whose last
// label is a number is an address with a mistake (RFC 3696, 2).
func isHostName(text string) bool {
	labels := strings.Split(strings.TrimSuffix(text, "."), ".")
	for _, l := range labels {
		if !hostLabel.MatchString(l) {
			return false
		}
	}
	_, err := strconv.ParseUint(labels[len(labels)-1], 0, 64)
	return err != nil && len(text) <= 254
}

// cutPort cuts "host:445" and "[fd00::1]:445".
func cutPort(text string) (host, port string, ok bool) {
	i := strings.LastIndexByte(text, ':')
	if i < 0 {
		return text, "", false
	}
	host, port = text[:i], text[i+1:]
	if inner, ok := strings.CutPrefix(host, "["); ok && strings.HasSuffix(inner, "]") {
		return strings.TrimSuffix(inner, "]"), port, true
	}
	return host, port, !strings.Contains(host, ":")
}

// parseHostPort returns what "10.20.1.1:22" names, or what to write instead.
func parseHostPort(text string) (host string, port uint16, hint string) {
	name, number, ok := cutPort(text)
	if !ok {
		return "", 0, "write a host and a port, as 10.20.1.1:22 or [fd00::1]:22"
	}
	if !isPort(number) {
		return "", 0, "ports are 1 to 65535"
	}
	host, hint = parseHost(name)
	n, _ := strconv.ParseUint(number, 10, 16)
	return host, uint16(n), hint
}
