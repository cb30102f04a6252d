package command

import (
	"os"
	"strings"
)

// readSecretFiles takes secrets from the files their twins name. The twin and
// the secret itself are one setting: the later layer wins, and both in one
// layer contradict each other. The data key's file is read where it is used.
func (l *loading) readSecretFiles() {
	for key := range secrets {
		if l.flags.Lookup(flagName(key)) == nil {
			continue
		}
		twin := key + "_file"
		file, named := l.from[twin], l.values[twin] != ""
		own, given := l.from[key], l.values[key] != ""
		switch {
		case !named, given && own.layer > file.layer:
			if named {
				l.drop(twin)
			}
			continue
		case given && own.layer == file.layer:
			l.problem(Problem{Key: key, What: "the secret and a file with it are both given", Where: own.where + " and " + file.where, Fix: "remove one"})
			continue
		}
		if key == "keys" {
			l.drop(key)
			continue
		}
		l.readSecret(key, twin, file)
	}
}

func (l *loading) drop(key string) {
	delete(l.values, key)
	delete(l.from, key)
}

func (l *loading) readSecret(key, twin string, file origin) {
	content, err := os.ReadFile(l.values[twin])
	value := strings.TrimRight(string(content), "\r\n")
	switch {
	case err != nil:
		l.problem(Problem{Key: key, What: err.Error(), Where: file.where, Fix: "make the file readable for the service, or name another"})
	case value == "":
		l.problem(Problem{Key: key, What: "the file " + l.values[twin] + " is empty", Where: file.where, Fix: "write the secret into it"})
	default:
		// Below a flag, so that assign sets the field.
		l.values[key], l.from[key] = value, origin{min(file.layer, byEnvironment), file.where}
	}
}
