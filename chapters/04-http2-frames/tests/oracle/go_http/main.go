// SPDX-License-Identifier: MIT

// Go's own HTTP/2 server, the oracle of h2get: net/http over TLS, x/net's h2c in cleartext.
//
//	go_http                 listening on 127.0.0.1:PORT, cleartext, prior knowledge and Upgrade
//	go_http -cert FILE      TLS; the certificate, made on the spot, is written to FILE
//
// / says hello, /echo sends the content and the trailer X-Sum back, /push pushes /pushed, /abort resets its stream.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/h2c"
)

func handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%s %s by %s\n", r.Method, r.URL.Path, r.Proto)
	})
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Trailer", "X-Sum")
		n, _ := io.Copy(w, r.Body)
		w.Header().Set("X-Sum", fmt.Sprint(n))
	})
	mux.HandleFunc("/push", func(w http.ResponseWriter, r *http.Request) {
		if pusher, ok := w.(http.Pusher); ok {
			if err := pusher.Push("/pushed", nil); err != nil {
				fmt.Fprintln(w, "not pushed:", err)
			}
		}
		fmt.Fprintln(w, "pushing")
	})
	mux.HandleFunc("/abort", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	return mux
}

func makeCertificate(file string) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := x509.Certificate{
		SerialNumber:          big.NewInt(1),
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, os.WriteFile(file, text, 0o600)
}

func main() {
	cert := flag.String("cert", "", "serve TLS, and write the certificate here")
	flag.Parse()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Handler: handler()}
	if *cert == "" {
		server.Handler = h2c.NewHandler(server.Handler, &http2.Server{})
		fmt.Println("listening on", listener.Addr())
		log.Fatal(server.Serve(listener))
	}
	own, err := makeCertificate(*cert)
	if err != nil {
		log.Fatal(err)
	}
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{own}}
	fmt.Println("listening on", listener.Addr())
	log.Fatal(server.ServeTLS(listener, "", ""))
}
