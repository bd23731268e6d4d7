#include "ingest/feed_address.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

struct Case {
  const char* address;
  const char* user;
  const char* password;
  const char* bare;
  const char* shown;
};

TEST(FeedAddress, is_taken_apart_and_shown_without_secrets) {
  const Case cases[] = {
      {"rtsp://10.0.0.5/stream", "", "", "rtsp://10.0.0.5/stream", "rtsp://10.0.0.5/stream"},
      {"RTSP://user:secret@10.0.0.5:554/s", "user", "secret", "rtsp://10.0.0.5:554/s",
       "rtsp://10.0.0.5:554/s"},
      {"rtsp://user@10.0.0.5/s", "user", "", "rtsp://10.0.0.5/s", "rtsp://10.0.0.5/s"},
      {"rtsp://user:p@ss@10.0.0.5/s", "user", "p@ss", "rtsp://10.0.0.5/s", "rtsp://10.0.0.5/s"},
      {"rtsp://user:p:ss@10.0.0.5/s", "user", "p:ss", "rtsp://10.0.0.5/s", "rtsp://10.0.0.5/s"},
      {"rtsp://user:pa/ss@10.0.0.5/s", "user", "pa/ss", "rtsp://10.0.0.5/s", "rtsp://10.0.0.5/s"},
      {"rtsp://user:pa?s#s@10.0.0.5/s", "user", "pa?s#s", "rtsp://10.0.0.5/s", "rtsp://10.0.0.5/s"},
      {"rtsp://user:p%40ss%2F@10.0.0.5/s", "user", "p@ss/", "rtsp://10.0.0.5/s", "rtsp://10.0.0.5/s"},
      {"rtsp://user:100%@10.0.0.5/s", "user", "100%", "rtsp://10.0.0.5/s", "rtsp://10.0.0.5/s"},
      {"rtsp://u:p@[fe80::1]:554/s", "u", "p", "rtsp://[fe80::1]:554/s", "rtsp://[fe80::1]:554/s"},
      {"rtsp://h/s?user=a&password=secret", "", "", "rtsp://h/s?user=a&password=secret", "rtsp://h/s"},
      {"rtsp://h/user=a&password=secret.sdp", "", "", "rtsp://h/user=a&password=secret.sdp", "rtsp://h"},
      {"srt://h:7001?passphrase=secret", "", "", "srt://h:7001?passphrase=secret", "srt://h:7001"},
      {"srt://:7001?mode=listener", "", "", "srt://:7001?mode=listener", "srt://:7001"},
      {"udp://@239.1.1.1:5000", "", "", "udp://239.1.1.1:5000", "udp://239.1.1.1:5000"},
      {"flights/a@b.mp4", "", "", "flights/a@b.mp4", "flights/a@b.mp4"},
  };
  for (const Case& c : cases) {
    const FeedAddress parsed = parse_feed_address(c.address);
    EXPECT_EQ(parsed.user, c.user) << c.address;
    EXPECT_EQ(parsed.password, c.password) << c.address;
    EXPECT_EQ(parsed.bare, c.bare) << c.address;
    EXPECT_EQ(public_address(c.address), c.shown);
  }
}

TEST(FeedAddress, shows_nothing_of_a_password_even_where_it_cannot_tell_it_from_a_host) {
  for (const char* address : {"rtsp://user:12/secret@10.0.0.5/s", "rtsp://user:p@ss/secret@10.0.0.5/s",
                              "rtsp://user/secret@10.0.0.5/s", "rtsp://user:secret@10.0.0.5/secret@x",
                              "rtsp://user:12?secret@10.0.0.5/s", "rtsp://secret:@/s"}) {
    EXPECT_EQ(public_address(address).find("secret"), std::string::npos) << public_address(address);
  }
}

}  // namespace
}  // namespace nightjar
