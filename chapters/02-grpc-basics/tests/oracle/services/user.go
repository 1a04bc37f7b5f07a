// SPDX-License-Identifier: MIT

// Package services has the chapter's services as one writes them on grpc-go.
package services

import (
	"context"
	"errors"

	"basics_pb/user"
)

// User is the article's implementation ("inside", grpc框架实践案例): two users,
// and no Ping.
type User struct {
	user.UnimplementedUserServer
}

var users = []user.GetUserResp{
	{Id: "1", Name: "balabala", Phone: "13100001111"},
	{Id: "2", Name: "小王", Phone: "13200001111"},
}

func (*User) GetUser(_ context.Context, req *user.GetUserReq) (*user.GetUserResp, error) {
	for i := range users {
		if users[i].Id == req.Id {
			return &users[i], nil
		}
	}
	// Not a status: what grpc-go makes of a plain error is part of the article.
	return nil, errors.New("不存在查询用户")
}

// PingingUser is User with Ping.
type PingingUser struct {
	User
}

func (*PingingUser) Ping(context.Context, *user.Request) (*user.Response, error) {
	return &user.Response{}, nil
}
