// Command runc-env stands before runc in the engine's image. It gives each container that the engine starts the
// environment of a closed network (certificate bundle, package indexes) and the bundle itself under /dev, a file
// system that is never kept. So neither reaches a layer or an image's configuration, as they would by "ENV" or "COPY".
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const (
	runc    = "/usr/sbin/runc"
	envFile = "/etc/hatchery/exec.env"
	bundle  = "/etc/hatchery/ca-bundle.crt"
	inside  = "/dev/hatchery-ca-bundle.crt"
)

func main() {
	if config := configOf(os.Args[1:]); config != "" {
		if err := extend(config); err != nil {
			fmt.Fprintf(os.Stderr, "runc-env: %v\n", err)
			os.Exit(1)
		}
	}
	err := syscall.Exec(runc, append([]string{runc}, os.Args[1:]...), os.Environ())
	fmt.Fprintf(os.Stderr, "runc-env: cannot start %s: %v\n", runc, err)
	os.Exit(1)
}

// configOf returns the path of the container's configuration when the command creates a container.
func configOf(args []string) string {
	creates, folder := false, "."
	for at, arg := range args {
		switch {
		case arg == "run" || arg == "create":
			creates = true
		case (arg == "--bundle" || arg == "-b") && at+1 < len(args):
			folder = args[at+1]
		case strings.HasPrefix(arg, "--bundle="):
			folder = strings.TrimPrefix(arg, "--bundle=")
		}
	}
	if !creates {
		return ""
	}
	return filepath.Join(folder, "config.json")
}

func extend(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var spec map[string]any
	if err := decoder.Decode(&spec); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	process, ok := spec["process"].(map[string]any)
	if !ok {
		return fmt.Errorf("%s has no process", path)
	}
	given, err := os.ReadFile(envFile)
	if err != nil {
		return err
	}
	environment, _ := process["env"].([]any)
	for _, line := range strings.Split(strings.TrimSpace(string(given)), "\n") {
		name, _, found := strings.Cut(line, "=")
		if found && !has(environment, name) {
			environment = append(environment, line)
		}
	}
	process["env"] = environment
	if _, err := os.Stat(bundle); err == nil && devIsTmpfs(spec) {
		mounts, _ := spec["mounts"].([]any)
		spec["mounts"] = append(mounts, map[string]any{
			"destination": inside, "type": "bind", "source": bundle, "options": []string{"bind", "ro", "nosuid", "nodev", "noexec"},
		})
	}
	changed, err := json.Marshal(spec)
	if err != nil {
		return err
	}
	return os.WriteFile(path, changed, 0o644)
}

func has(environment []any, name string) bool {
	for _, entry := range environment {
		if text, ok := entry.(string); ok && strings.HasPrefix(text, name+"=") {
			return true
		}
	}
	return false
}

// devIsTmpfs tells whether /dev is a file system of its own: elsewhere the mount point would stay in a layer.
func devIsTmpfs(spec map[string]any) bool {
	mounts, _ := spec["mounts"].([]any)
	for _, entry := range mounts {
		if mount, ok := entry.(map[string]any); ok && mount["destination"] == "/dev" && mount["type"] == "tmpfs" {
			return true
		}
	}
	return false
}
