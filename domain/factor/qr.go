package factor

import (
	"fmt"
	"image/color"
	"strconv"

	"github.com/boombuler/barcode/qr"
)

// quietZone is the white border a scanner needs, in modules (ISO/IEC 18004).
const quietZone = 4

// QR returns the modules of the QR code for text, true for dark, rows first,
// without a quiet zone. Error correction is level M (15 %).
func QR(text string) ([][]bool, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("draw qr code: %w", err)
	}
	size := code.Bounds().Dx()
	modules := make([][]bool, size)
	for y := range modules {
		modules[y] = make([]bool, size)
		for x := range modules[y] {
			modules[y][x] = color.GrayModel.Convert(code.At(x, y)) == color.Gray{}
		}
	}
	return modules, nil
}

// QRPath returns the dark modules as the d attribute of one SVG path, one unit
// a module, with the quiet zone inside: draw it in viewBox "0 0 size size".
// The data holds only digits, spaces and the letters M, h, v, z.
func QRPath(modules [][]bool) (d string, size int) {
	var out []byte
	for y, row := range modules {
		for x := 0; x < len(row); {
			if !row[x] {
				x++
				continue
			}
			start := x
			for x < len(row) && row[x] {
				x++
			}
			out = appendRun(out, start+quietZone, y+quietZone, x-start)
		}
	}
	return string(out), len(modules) + 2*quietZone
}

func appendRun(out []byte, x, y, length int) []byte {
	out = append(out, 'M')
	out = strconv.AppendInt(out, int64(x), 10)
	out = append(out, ' ')
	out = strconv.AppendInt(out, int64(y), 10)
	out = append(out, 'h')
	out = strconv.AppendInt(out, int64(length), 10)
	out = append(out, "v1h-"...)
	out = strconv.AppendInt(out, int64(length), 10)
	return append(out, 'z')
}
