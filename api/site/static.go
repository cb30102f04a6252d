package site

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/frontend/style"
)

//go:embed all:static
var built embed.FS

// file is one static file. Its name holds a hash of its content, so browsers
// may keep it for good.
type file struct {
	kind   string
	plain  []byte
	packed func() (content, error) // by Brotli
}

// content is what a file holds, from its start.
type content struct {
	io.Reader
	size int64
}

type files struct {
	byName map[string]file
	assets wire.Assets
}

// loadFiles names the files this build holds. A build without WebAssembly
// serves the pages all the same, which then stay plain HTML.
func loadFiles() (*files, error) {
	f := &files{byName: map[string]file{}}
	f.assets.CSS = f.add("app", "css", "text/css; charset=utf-8", []byte(style.CSS))
	f.assets.Icons = f.add("icons", "svg", "image/svg+xml", []byte(style.Icons))
	f.assets.Favicon = f.add("favicon", "svg", "image/svg+xml", []byte(style.Favicon))
	f.assets.Boot = f.add("boot", "js", "text/javascript; charset=utf-8", []byte(style.Boot))
	f.assets.Line = f.add("line", "js", "text/javascript; charset=utf-8", []byte(style.Line))
	f.assets.Passkey = f.add("passkey", "js", "text/javascript; charset=utf-8", []byte(style.Passkey))
	exec, err := built.ReadFile("static/wasm_exec.js")
	if errors.Is(err, fs.ErrNotExist) {
		return f, nil
	}
	f.assets.Exec = f.add("wasm_exec", "js", "text/javascript; charset=utf-8", exec)
	for _, binary := range []struct {
		name string
		at   *string
	}{{"app", &f.assets.App}, {"admin", &f.assets.Admin}, {"staff", &f.assets.Staff}} {
		if *binary.at, err = f.addWASM(binary.name); err != nil {
			return nil, err
		}
	}
	f.assets.Build = f.build()
	return f, nil
}

// addWASM adds a binary that the build has packed by Brotli and hashed. It
// stays in the program's own file until a browser asks: even to read all of them
// once would add a tenth to what an idle service holds.
func (f *files) addWASM(base string) (string, error) {
	sum, err := built.ReadFile("static/" + base + ".wasm.sum")
	if err != nil {
		return "", fmt.Errorf("read what was built (make wasm builds it anew): %w", err)
	}
	name := fmt.Sprintf("%s.%.12s.wasm", base, sum)
	f.byName[name] = file{kind: "application/wasm", packed: func() (content, error) { return embedded("static/" + base + ".wasm.br") }}
	return "/static/" + name, nil
}

func embedded(path string) (content, error) {
	opened, err := built.Open(path)
	if err != nil {
		return content{}, fmt.Errorf("open what was built: %w", err)
	}
	info, err := opened.Stat()
	if err != nil {
		return content{}, fmt.Errorf("open what was built: %w", err)
	}
	return content{opened, info.Size()}, nil
}

func (f *files) add(base, ext, kind string, plain []byte) string {
	sum := sha256.Sum256(plain)
	name := fmt.Sprintf("%s.%x.%s", base, sum[:6], ext)
	packed := sync.OnceValues(func() ([]byte, error) { return pack(plain) })
	f.byName[name] = file{kind: kind, plain: plain, packed: func() (content, error) {
		b, err := packed()
		return content{bytes.NewReader(b), int64(len(b))}, err
	}}
	return "/static/" + name
}

// build is one short word for the names of all files.
func (f *files) build() string {
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(f.byName)), " ")))
	return hex.EncodeToString(sum[:6])
}

func pack(plain []byte) ([]byte, error) {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, 9)
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("pack a file: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack a file: %w", err)
	}
	return b.Bytes(), nil
}

func (s *Site) static(c *door.Call) error {
	f, ok := s.files.byName[c.Gin.Param("name")]
	if !ok {
		return notFound()
	}
	h := c.Gin.Writer.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	takesPacked := strings.Contains(c.Gin.GetHeader("Accept-Encoding"), "br")
	if f.plain != nil && !takesPacked {
		c.Gin.Data(http.StatusOK, f.kind, f.plain)
		return nil
	}
	packed, err := f.packed()
	if err != nil {
		return err
	}
	if takesPacked {
		h.Set("Content-Encoding", "br")
		c.Gin.DataFromReader(http.StatusOK, packed.size, f.kind, packed, nil)
		return nil
	}
	// Browsers without Brotli are few; they cost unpacking.
	c.Gin.Status(http.StatusOK)
	h.Set("Content-Type", f.kind)
	_, err = io.Copy(c.Gin.Writer, brotli.NewReader(packed))
	return err
}

func (s *Site) favicon(c *door.Call) error {
	c.Gin.Redirect(http.StatusFound, s.files.assets.Favicon)
	return nil
}
