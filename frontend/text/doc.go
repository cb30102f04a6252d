// Package text holds every word people read on screens, by key, one catalog a
// language; the words of messages are in package messages. A text may hold
// {placeholders}; one that counts has a form for each plural category its
// language has: key.one and key.other in English, key.zero, key.one, key.two,
// key.few, key.many and key.other in Arabic.
//
// Words that only one of the browser's binaries draws are led to by
// words_app.go, words_admin.go or words_staff.go, those of two by
// words_people.go, those of all by words.go, the server's alone by
// words_server.go. The server has them all.
//
// Another language is files beside the English ones with the same keys,
// de_common.go with deCommon and so on, and beside each Add of a words file one
// for them: Add("de", deCommon, …). Nothing else: people and browsers that ask
// for the language get it from then on, its writing direction is known (Dir),
// and what it lacks is in English. One that doesn't count by one and other has
// its rule in the table of plural.go; German's and Arabic's are there.
package text
