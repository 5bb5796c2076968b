package scan

// Sentences of a probe's report. They stand together because the formats for
// people translate each of them.
const (
	// Warnings.
	sayElsewhere  = "the probe was told that it stands in zone %s; the addresses of this machine are in: %s"
	sayBetween    = "this machine stands in the zones %s: it was taken for one of %s, and the others are not judged from here"
	sayUnresolved = "%s: it does not resolve"
	sayWrongZone  = "%s: it resolves to %s, which is in a network of zone %s, not of zone %s: not tried"
	sayOutside    = "%s: %s is in no network of zone %s: not tried"
	sayTwoZones   = "%s: %s is a host of zone %s, and of zone %s: tried as one of the first"
	sayItself     = "%s is this machine itself: not tried"
	sayGuessed    = "%s was taken for an address that nobody has, and answers like a machine"
	sayTime       = "%d ports of addresses were not tried: %s"
	sayNotAgain   = "silent ports were not tried again: %s"
	sayInterfaces = "%s: the server was not asked for its addresses: %s"
	sayNotAsked   = "%d ports that something answers for on behalf of hosts were not spoken to"
	sayCanaryZone = "%s: the canary resolves to %s, which is in zone %s and no internet: not tried"
	sayBadServer  = "%s: not the address of a name server: its canary was not tried"
	sayEndless    = "%s of zone %s: it has %s addresses, which can never be tried one by one: only hosts that are declared are tried"
	sayKnownBad   = "%s: known-open, but it does not resolve"

	// Why of controls.
	sayAnswersNobody = "something answers for an address that nobody has: what is open or refused there proves nothing"
	sayDeclaredInUse = "it is declared as unused, but a machine answers"
	sayNoUnused      = "no address is known that nobody has: declare some as unused"
	sayNoKnown       = "no allowed flow from zone %s was there to try, and known-open names nothing"
	sayNeverOpen     = "it was not open"
	sayNoLongerOpen  = "it was open at the beginning, and not at the end"
	sayKnownProxy    = "something accepts every port there"
	sayKnownItself   = "it is this machine itself"
	sayNotInTime     = "there was no time to try it again"

	// Why of flows, joined by "; ".
	sayStandsThere  = "this machine stands in zone %s itself: probe from a machine that stands in one zone"
	sayNothingThere = "no host of the zone was tried: declare hosts, or sweep its networks"
	sayHostsMissing = "hosts that are declared were not tried: %s"
	sayNotSwept     = "networks too large to be swept, of which only declared hosts were tried: %s"
	sayNotTried     = "%d ports were not tried: %s"
	sayNotTwice     = "silent ports were not tried again: %s"
	sayNoRoute      = "this machine has no route to %s"
	sayHeld         = "%d attempts were stopped by a firewall of this machine itself, which says nothing of the zone"
	sayNoOpen       = "no control that is known to be open was open both before and after"
	sayLost         = "%d silent ports answered when they were tried again, slowly: answers get lost or somebody limits them, so that silence proves nothing (lower --rate, more --retries)"
	sayMuzzled      = "a firewall of this machine itself drops what goes to ports %s, even to itself: that nothing answers there says nothing of the zone"
	sayNotLeft      = "that packets by %s leave zone %s was not seen: declare a known-open beyond it, or the gateway of the zone that is tried"
	sayUnused       = "something answers for addresses that nobody has, on ports %s: what is open or refused there proves nothing"
	sayUnusedNone   = "there was no control of an address that nobody has"
	sayIntercepted  = "%d ports were answered by something that answers for every port or host"
	sayRefused      = "%d ports were refused: either a firewall rejects them or packets cross and nothing listens today"
	sayNoCanary     = "no address of a canary was tried: declare one by its address"
	sayCanaryNames  = "names of canaries do not resolve here, so that their ports were not tried: %s"

	// Why of open ports, and of bridges.
	sayDidNotSpeak = "it did not speak %s"
	sayBeyondProxy = "something accepts every port there, but this service spoke for itself"
	sayResolves    = "the name resolves: questions to name servers carry data out"
	sayAnswers     = "a name server beyond the zones answered, though not with the name: questions to it carry data out"
	sayOwnBridge   = "the machine that was probed from has addresses in them"
)
