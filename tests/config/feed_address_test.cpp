#include "config/feed_address.hpp"

#include <gtest/gtest.h>

#include "ingest/feed_address.hpp"

namespace nightjar {
namespace {

TEST(FeedAddress, is_cut_into_scheme_host_and_port) {
  const auto address = parse_address("RTSP://user:se:cr@t@10.0.0.5:554/stream?x=1").value();
  EXPECT_EQ(address.scheme, "rtsp");
  EXPECT_EQ(address.host, "10.0.0.5");
  EXPECT_EQ(address.port, 554);
  EXPECT_EQ(parse_address("tcp://[::1]:5560")->host, "::1");
  EXPECT_EQ(parse_address("tcp://[::1]:5560")->port, 5560);
  EXPECT_EQ(parse_address("rtsp://camera")->port, std::nullopt);
  for (const char* uri : {"lane.mp4", "://x", "/srv/a://b", "tcp://x:0", "tcp://x:65536",
                          "tcp://x:", "tcp://x:1x", "tcp://[::1", "tcp://[::1]5560", "tcp://x:-1"}) {
    EXPECT_FALSE(parse_address(uri)) << uri;
  }
}

TEST(FeedAddress, shows_people_no_user_password_or_query) {
  const auto shown = [](const char* uri) { return public_address(uri); };
  EXPECT_EQ(shown("rtsp://user:secret@10.0.0.5/stream"), "rtsp://10.0.0.5/stream");
  EXPECT_EQ(shown("rtsp://user:se@cr/et@10.0.0.5:554/stream"), "rtsp://10.0.0.5:554/stream");
  EXPECT_EQ(shown("rtsp://10.0.0.5/live?user=a&password=secret"), "rtsp://10.0.0.5/live");
  EXPECT_EQ(shown("rtsp://10.0.0.5/user=a_password=secret_channel=1"), "rtsp://10.0.0.5");
  EXPECT_EQ(shown("srt://10.0.0.5:7001?passphrase=secret"), "srt://10.0.0.5:7001");
  EXPECT_EQ(shown("flights/line 01"), "flights/line 01");
}

TEST(FeedAddress, knows_what_reaches_this_machine_only) {
  const auto loopback = [](const char* uri) { return is_loopback(parse_address(uri).value()); };
  for (const char* uri : {"tcp://127.0.0.1:1", "tcp://127.255.0.3:1", "tcp://localhost:1", "tcp://[::1]:1"}) {
    EXPECT_TRUE(loopback(uri)) << uri;
  }
  for (const char* uri : {"tcp://0.0.0.0:1", "tcp://*:1", "tcp://eth0:1", "tcp://10.0.0.1:1",
                          "tcp://127.0.0.1.example.org:1", "tcp://127.0.0:1", "tcp://127.0.0.256:1",
                          "tcp://1270.0.0.1:1", "tcp://[::]:1", "tcp://127.0.0.1.:1"}) {
    EXPECT_FALSE(loopback(uri)) << uri;
  }
}

}  // namespace
}  // namespace nightjar
