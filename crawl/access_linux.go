//go:build linux && !portable

package crawl

import (
	"io/fs"
	"os/user"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"
)

// Access tells the owner of a file, and by its mode who else may read it. With
// an access control list the mode's bits of the group are the most that anybody
// in the list has. Whether the folders above let anybody in is not asked.
func (f *linuxFile) Access() (Access, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.fd < 0 {
		return Access{}, pathError("stat", f.name, fs.ErrClosed)
	}
	var st unix.Stat_t
	if err := unix.Fstat(f.fd, &st); err != nil {
		return Access{}, pathError("stat", f.name, err)
	}
	a := Access{Owner: f.accounts.user(st.Uid)}
	if st.Mode&unix.S_IROTH != 0 {
		a.Readers = append(a.Readers, "Everyone")
	}
	if st.Mode&unix.S_IRGRP != 0 {
		a.Readers = append(a.Readers, f.accounts.group(st.Gid))
	}
	return a, nil
}

// accounts keeps the names of users and groups: looking one up reads a file, or
// asks a server.
type accounts struct {
	mu            sync.Mutex
	users, groups map[uint32]string
}

func (a *accounts) user(id uint32) string {
	return a.name(&a.users, id, func(text string) string {
		if u, err := user.LookupId(text); err == nil {
			return u.Username
		}
		return "uid " + text
	})
}

func (a *accounts) group(id uint32) string {
	return a.name(&a.groups, id, func(text string) string {
		if g, err := user.LookupGroupId(text); err == nil {
			return "group " + g.Name
		}
		return "gid " + text
	})
}

func (a *accounts) name(known *map[uint32]string, id uint32, look func(text string) string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	name, ok := (*known)[id]
	if !ok {
		if *known == nil {
			*known = make(map[uint32]string)
		}
		name = look(strconv.FormatUint(uint64(id), 10))
		(*known)[id] = name
	}
	return name
}
