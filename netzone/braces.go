package netzone

import (
	"errors"
	"fmt"
	"slices"
)

// unfold returns what the braces of a pattern stand for.
func unfold(text string) ([]string, error) {
	done, todo := []string(nil), []string{text}
	for len(todo) > 0 {
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		before, choices, after, err := firstBraces(t)
		if err != nil {
			return nil, err
		}
		if choices == nil {
			done = append(done, t)
		}
		for _, c := range slices.Backward(choices) {
			todo = append(todo, before+c+after)
		}
		if len(done)+len(todo) > maxAlternatives {
			return nil, fmt.Errorf("the braces stand for more than %d patterns", maxAlternatives)
		}
	}
	return done, nil
}

// firstBraces cuts a pattern at its first braces; choices is nil if it has none.
func firstBraces(t string) (before string, choices []string, after string, err error) {
	depth, open, from := 0, 0, 0
	for i := 0; i < len(t); i++ {
		switch t[i] {
		case '[':
			if end := classEnd(t[i:]); end > 0 {
				i += end
			}
		case '{':
			if depth == 0 {
				open, from = i, i+1
			}
			depth++
		case ',':
			if depth == 1 {
				choices = append(choices, t[from:i])
				from = i + 1
			}
		case '}':
			depth--
			if depth == 0 {
				return t[:open], append(choices, t[from:i]), t[i+1:], nil
			}
			if depth < 0 {
				return "", nil, "", errors.New("} is never opened: write [}] for a brace in a name")
			}
		}
	}
	if depth > 0 {
		return "", nil, "", errors.New("{ is never closed: write [{] for a brace in a name")
	}
	return t, nil, "", nil
}
