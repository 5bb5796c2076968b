"""Gives files of share "acl" the rights of Windows: acl.py FILE SDDL [FILE SDDL...]

Writes the attribute that Samba's acl_xattr reads, version 1: a descriptor
without a hash of the Unix rights. smbcacls would do, but knows port 445 only.
"""
import os
import sys

from samba.dcerpc import security, xattr
from samba.ndr import ndr_pack

for path, sddl in zip(sys.argv[1::2], sys.argv[2::2]):
    acl = xattr.NTACL()
    acl.version = 1
    acl.info = security.descriptor.from_sddl(sddl, security.dom_sid("S-1-5-21-1-2-3"))
    os.setxattr(path, "user.NTACL", ndr_pack(acl))
