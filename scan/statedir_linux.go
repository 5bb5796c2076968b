package scan

import "syscall"

// networkFS names the network file system that a directory lies on, or returns
// "". The numbers are those of statfs(2) and linux/magic.h. FUSE is most often
// sshfs, and what else it is has no locks one could rely on either.
func networkFS(dir string) string {
	var st syscall.Statfs_t
	if syscall.Statfs(dir, &st) != nil {
		return ""
	}
	return map[uint32]string{
		0x6969: "NFS", 0x517B: "SMB", 0xFE534D42: "SMB", 0xFF534D42: "SMB", 0x65735546: "FUSE", 0x01021997: "9P", 0x5346414F: "AFS",
		0x00C36400: "Ceph", 0x0BD00BD0: "Lustre", 0x19830326: "BeeGFS", 0x47504653: "GPFS", 0x564C: "NCP", 0x73757245: "Coda",
	}[uint32(st.Type)]
}
