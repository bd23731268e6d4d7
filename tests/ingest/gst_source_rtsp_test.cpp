#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "ingest/gst_source.hpp"
#include "ingest/make_frame_source.hpp"
#include "tests/ingest/test_camera.hpp"
#include "tests/ingest/test_clip.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

FrameSourceOptions options_for(const std::string& uri, RtspTransport transport = RtspTransport::tcp) {
  FrameSourceOptions options;
  options.feed = "a32-south";
  options.uri = uri;
  options.transport = transport;
  return options;
}

class GstSourceRtsp : public testing::TestWithParam<RtspTransport> {};

TEST_P(GstSourceRtsp, gives_the_cameras_pictures_with_the_cameras_times_across_the_end_of_its_clip) {
  Camera camera;
  GstSource source(options_for(camera.server().uri("/lane"), GetParam()));
  const Outcome outcome = play_out(source, 2 * kCameraFrames + 10);
  ASSERT_FALSE(outcome.failure) << outcome.failure->what();
  const auto sent = camera.sent();
  int timed_by_camera = 0;
  for (const Frame& frame : outcome.frames) {
    EXPECT_EQ(frame.luma.size(), cv::Size(160, 96));
    EXPECT_EQ(frame.colour_planes, ColourPlanes::i420);
    if (frame.clock.source != ClockSource::ntp) {
      EXPECT_EQ(timed_by_camera, 0) << "from the camera's clock there is no way back";
      EXPECT_EQ(frame.clock.source, ClockSource::arrival);
      continue;
    }
    ++timed_by_camera;
    // The frame that was sent at this time, within a third of a frame's time, must be the one that is shown.
    const CaptureTime time = frame.captured_at;
    int nearest = -1;
    for (const auto& [number, sent_at] : sent) {
      if (std::chrono::abs(sent_at - time) < 17ms) nearest = number;
    }
    ASSERT_GE(nearest, 0) << "no frame was sent at that time";
    EXPECT_EQ(number_in(frame.luma), nearest % kCameraFrames);
    EXPECT_TRUE(frame.clock.offset);
  }
  EXPECT_GT(timed_by_camera, kCameraFrames);
  const FrameCounts counts = source.counts();
  EXPECT_LE(counts.decoded - counts.delivered - counts.dropped - counts.broken, 2U);
}

INSTANTIATE_TEST_SUITE_P(Transports, GstSourceRtsp,
                         testing::Values(RtspTransport::tcp, RtspTransport::udp, RtspTransport::automatic),
                         [](const auto& name) {
                           return name.param == RtspTransport::tcp   ? "tcp"
                                  : name.param == RtspTransport::udp ? "udp"
                                                                     : "automatic";
                         });

TEST(GstSource, counts_what_it_drops_for_one_who_is_slow) {
  Camera camera;
  GstSource source(options_for(camera.server().uri("/lane")));
  const auto first = source.next({});
  ASSERT_TRUE(first);
  std::this_thread::sleep_for(1s);
  const auto second = source.next({});
  ASSERT_TRUE(second);
  const FrameCounts counts = source.counts();
  EXPECT_GT(counts.dropped, 5U);
  const std::uint64_t gap = second->sequence - first->sequence - 1;
  EXPECT_GT(gap, 5U);
  EXPECT_LE(gap, counts.dropped);
  EXPECT_LE(counts.decoded - counts.delivered - counts.dropped - counts.broken, 2U);
}

TEST(GstSource, tells_when_the_camera_goes_away) {
  for (const RtspTransport transport : {RtspTransport::tcp, RtspTransport::udp}) {
    Camera camera;
    FrameSourceOptions options = options_for(camera.server().uri("/lane"), transport);
    options.silent_after = 5s;
    GstSource source(options);
    ASSERT_TRUE(source.next({}));
    camera.kill();
    const auto killed_at = std::chrono::steady_clock::now();
    const Outcome outcome = play_out(source);
    ASSERT_TRUE(outcome.failure);
    EXPECT_THAT(outcome.failure->cause(), testing::AnyOf(FeedError::Cause::ended, FeedError::Cause::silent));
    EXPECT_LT(std::chrono::steady_clock::now() - killed_at, 20s);
  }
}

TEST(GstSource, tells_when_a_camera_stays_connected_but_silent) {
  Camera camera;
  FrameSourceOptions options = options_for(camera.server().uri("/lane"));
  options.silent_after = 1500ms;
  GstSource source(options);
  ASSERT_TRUE(source.next({}));
  camera.server().hang("/lane", true);
  const Outcome outcome = play_out(source);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->cause(), FeedError::Cause::silent);
  EXPECT_THAT(outcome.failure->what(), HasSubstr("/lane: no picture for 1.5 s"));
}

int unused_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  ::bind(socket, reinterpret_cast<sockaddr*>(&place), size);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&place), &size);
  ::close(socket);
  return ntohs(place.sin_port);
}

TEST(GstSource, is_refused_where_no_camera_is_and_keeps_the_password_to_itself) {
  const std::string port = std::to_string(unused_port());
  for (const char* user : {"", "operator:hush@", "operator:hu/sh@", "operator:h@ush@", "operator:h%40ush@"}) {
    const Outcome outcome = play_out([&] {
      return make_frame_source(options_for(std::string("rtsp://") + user + "127.0.0.1:" + port + "/x"));
    });
    ASSERT_TRUE(outcome.failure) << user;
    EXPECT_EQ(outcome.failure->cause(), FeedError::Cause::refused) << outcome.failure->what();
    EXPECT_THAT(outcome.failure->what(), HasSubstr("rtsp://127.0.0.1:" + port + "/x: "));
    EXPECT_THAT(outcome.failure->what(), Not(HasSubstr("hu")));
    EXPECT_THAT(outcome.failure->what(), Not(HasSubstr("operator")));
  }
}

TEST(GstSource, is_refused_at_a_place_that_the_camera_does_not_know) {
  Camera camera;
  const Outcome outcome =
      play_out([&] { return make_frame_source(options_for(camera.server().uri("/nowhere"))); });
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->cause(), FeedError::Cause::refused);
  EXPECT_THAT(outcome.failure->what(), HasSubstr("/nowhere: Not found"));
}

TEST(GstSource, gives_up_and_closes_where_a_camera_takes_the_call_and_says_nothing) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&place), size), 0);
  ASSERT_EQ(::listen(socket, 4), 0);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&place), &size);
  const auto began = std::chrono::steady_clock::now();
  FrameSourceOptions options =
      options_for("rtsp://127.0.0.1:" + std::to_string(ntohs(place.sin_port)) + "/x");
  options.silent_after = 1s;
  const Outcome outcome = play_out([&] { return make_frame_source(options); });
  ::close(socket);
  EXPECT_TRUE(outcome.failure);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
}

TEST(GstSource, stops_while_it_is_still_connecting) {
  Camera camera;
  camera.server().hang("/lane", true);
  const auto began = std::chrono::steady_clock::now();
  {
    GstSource source(options_for(camera.server().uri("/lane")));
    std::stop_source stop;
    const std::jthread stopper([&] {
      std::this_thread::sleep_for(200ms);
      stop.request_stop();
    });
    EXPECT_FALSE(source.next(stop.get_token()));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, 8s);
}

TEST(GstSource, comes_back_to_a_camera_that_comes_back) {
  auto camera = std::make_unique<Camera>();
  const int port = camera->server().port();
  const std::string uri = camera->server().uri("/lane");
  for (int round = 0; round < 3; ++round) {
    {
      GstSource source(options_for(uri));
      EXPECT_TRUE(source.next({}));
      camera.reset();
      EXPECT_TRUE(play_out(source).failure);
    }
    camera = std::make_unique<Camera>(port);
  }
}

}  // namespace
}  // namespace nightjar
