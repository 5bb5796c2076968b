package crawl

// Limits bound what is asked of each host. The shares of one host have one
// Limits in common. Zero values bound nothing.
type Limits struct {
	BytesPerSecond int64
	OpsPerSecond   int64
}
