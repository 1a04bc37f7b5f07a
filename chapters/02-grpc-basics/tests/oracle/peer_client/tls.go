// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// strict has a failed handshake end the dialling. grpc-go itself would go on
// trying: the server's certificate might be another one next time.
type strict struct {
	credentials.TransportCredentials
}

type permanent struct{ error }

func (permanent) Temporary() bool { return false }

func (s strict) ClientHandshake(ctx context.Context, authority string, raw net.Conn) (net.Conn,
	credentials.AuthInfo, error) {
	conn, info, err := s.TransportCredentials.ClientHandshake(ctx, authority, raw)
	if err != nil {
		err = permanent{err}
	}
	return conn, info, err
}

func (s strict) Clone() credentials.TransportCredentials {
	return strict{s.TransportCredentials.Clone()}
}

// security is plain text unless there is a certificate to trust.
func security(ca, serverName string) (grpc.DialOption, error) {
	if ca == "" {
		return grpc.WithInsecure(), nil
	}
	creds, err := credentials.NewClientTLSFromFile(ca, serverName)
	if err != nil {
		return nil, err
	}
	return grpc.WithTransportCredentials(strict{creds}), nil
}
