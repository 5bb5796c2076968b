package probe

// An order is a random order of the targets of a space, by groups of addresses:
// the groups, which are strewn over the space, one after the other, and within a
// group all its targets. So a machine has to remember few neighbours at a time (see
// tide), and a host is done with in a short time.
type order struct {
	ports, hosts uint64
	groups       uint64
	large        uint64 // groups with one address more than the others; they come first
	small        uint64 // addresses of the others
	seed         uint64
	largeWalk    walk // of the groups
	smallWalk    walk
	walk         walk // within group
	group        uint64
}

// groupSize is how many addresses a group has at most: those of a /24.
const groupSize = 256

func newOrder(hosts, ports, seed uint64) order {
	o := order{ports: ports, hosts: hosts, groups: (hosts + groupSize - 1) / groupSize, seed: seed}
	if hosts*ports == 0 {
		return o
	}
	o.large, o.small = hosts%o.groups, hosts/o.groups
	o.largeWalk = newWalk(o.large, seed)
	o.smallWalk = newWalk(o.groups-o.large, seed)
	o.group = o.groups // none
	return o
}

func (o *order) len() uint64 { return o.hosts * o.ports }

// at returns the target at a place below len, and the group that it is of.
func (o *order) at(place uint64) (index, group uint64) {
	targets := (o.small + 1) * o.ports
	size := targets
	if place < o.large*targets {
		group = o.largeWalk.at(place / targets)
	} else {
		place -= o.large * targets
		size = o.small * o.ports
		group = o.large + o.smallWalk.at(place/size)
	}
	if group != o.group {
		o.group, o.walk = group, newWalk(size, o.seed+group+1)
	}
	in := o.walk.at(place % size)
	return (group+in/o.ports*o.groups)*o.ports + in%o.ports, group
}
