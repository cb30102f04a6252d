//go:build !linux

package command

func forgetProgram() {}
