package site

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
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
	packed func() []byte // by Brotli
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
	exec, execErr := built.ReadFile("static/wasm_exec.js")
	app, appErr := built.ReadFile("static/app.wasm.br")
	admin, adminErr := built.ReadFile("static/admin.wasm.br")
	staff, staffErr := built.ReadFile("static/staff.wasm.br")
	if execErr != nil || appErr != nil || adminErr != nil || staffErr != nil {
		return f, nil
	}
	f.assets.Exec = f.add("wasm_exec", "js", "text/javascript; charset=utf-8", exec)
	f.assets.App = f.addPacked("app", "wasm", "application/wasm", app)
	f.assets.Admin = f.addPacked("admin", "wasm", "application/wasm", admin)
	f.assets.Staff = f.addPacked("staff", "wasm", "application/wasm", staff)
	f.assets.Build = f.build()
	return f, nil
}

// addPacked adds a file that the build has packed by Brotli.
func (f *files) addPacked(base, ext, kind string, packed []byte) string {
	name := hashed(base, ext, packed)
	f.byName[name] = file{kind: kind, packed: func() []byte { return packed }}
	return "/static/" + name
}

func (f *files) add(base, ext, kind string, content []byte) string {
	name := hashed(base, ext, content)
	f.byName[name] = file{kind: kind, plain: content, packed: sync.OnceValue(func() []byte { return pack(content) })}
	return "/static/" + name
}

// build is one short word for the names of all files.
func (f *files) build() string {
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(maps.Keys(f.byName)), " ")))
	return hex.EncodeToString(sum[:6])
}

func hashed(base, ext string, content []byte) string {
	sum := sha256.Sum256(content)
	return fmt.Sprintf("%s.%s.%s", base, hex.EncodeToString(sum[:6]), ext)
}

func pack(content []byte) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, 9)
	if _, err := w.Write(content); err != nil {
		return nil
	}
	if err := w.Close(); err != nil {
		return nil
	}
	return b.Bytes()
}

func (s *Site) static(c *door.Call) error {
	f, ok := s.files.byName[c.Gin.Param("name")]
	if !ok {
		return notFound()
	}
	h := c.Gin.Writer.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(c.Gin.GetHeader("Accept-Encoding"), "br") {
		if packed := f.packed(); packed != nil {
			h.Set("Content-Encoding", "br")
			c.Gin.Data(http.StatusOK, f.kind, packed)
			return nil
		}
	}
	if f.plain == nil {
		// Browsers without Brotli are few; they cost unpacking.
		c.Gin.Status(http.StatusOK)
		h.Set("Content-Type", f.kind)
		_, err := io.Copy(c.Gin.Writer, brotli.NewReader(bytes.NewReader(f.packed())))
		return err
	}
	c.Gin.Data(http.StatusOK, f.kind, f.plain)
	return nil
}

func (s *Site) favicon(c *door.Call) error {
	c.Gin.Redirect(http.StatusFound, s.files.assets.Favicon)
	return nil
}
