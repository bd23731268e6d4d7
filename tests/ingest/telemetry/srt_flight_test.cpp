#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gst/gst.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <thread>

#include "ingest/closed_by.hpp"
#include "ingest/gst_library.hpp"
#include "ingest/make_frame_source.hpp"
#include "tests/ingest/telemetry/made_ts_flight.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

/// A port that nobody has, of this moment.
int free_udp_port() {
  const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  ::bind(socket, reinterpret_cast<sockaddr*>(&at), sizeof at);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size);
  ::close(socket);
  return ntohs(at.sin_port);
}

/// A transport stream for the first that calls by SRT, seven packets a message, in as long as it lasts.
class SrtServer {
 public:
  SrtServer(const std::filesystem::path& file, int port, std::chrono::microseconds lasts) {
    start_gstreamer();
    constexpr int kMessage = 7 * 188;
    const auto pause = lasts * kMessage / static_cast<std::int64_t>(std::filesystem::file_size(file));
    const std::string line =
        "filesrc location=\"" + file.string() + "\" blocksize=" + std::to_string(kMessage) +
        " ! identity sleep-time=" + std::to_string(pause.count()) +
        " ! srtsink sync=false uri=\"srt://127.0.0.1:" + std::to_string(port) + "?mode=listener\"";
    pipeline_.reset(gst_parse_launch(line.c_str(), nullptr));
    gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING);
  }
  ~SrtServer() { gst_element_set_state(pipeline_.get(), GST_STATE_NULL); }
  SrtServer(const SrtServer&) = delete;
  SrtServer& operator=(const SrtServer&) = delete;

 private:
  std::unique_ptr<GstElement, ClosedBy<gst_object_unref>> pipeline_;
};

/// Opens the feed; again where nobody listens yet.
std::unique_ptr<FrameSource> opened(const FrameSourceOptions& options) {
  for (int again = 0; again < 20; ++again) {
    try {
      return make_frame_source(options);
    } catch (const FeedError&) {
      std::this_thread::sleep_for(100ms);
    }
  }
  return make_frame_source(options);
}

TEST(SrtFlight, gives_each_picture_what_its_stamp_has_and_ends_with_the_stream) {
  const TestFolder folder;
  FrameSourceOptions options;
  options.feed = "drone";
  const int port = free_udp_port();
  options.uri = "srt://127.0.0.1:" + std::to_string(port);
  options.telemetry_within = true;
  options.silent_after = 30s;
  auto server = std::make_unique<SrtServer>(write_flight(folder, true, 250), port, 25s);
  const auto source = opened(options);
  int compared = 0;
  for (int i = 0; i < 200 && compared < 10; ++i) {
    const auto frame = source->next({});
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->clock.source, ClockSource::arrival) << "the records' time is long ago";
    if (!frame->telemetry) continue;
    ++compared;
    const auto truth = true_at(kClipStart + number_in(frame->luma) * 100ms);
    EXPECT_NEAR(*frame->telemetry->latitude_deg, *truth.latitude_deg, 1e-6);
  }
  EXPECT_EQ(compared, 10);
  server.reset();
  EXPECT_TRUE(play_out(*source).failure);
}

}  // namespace
}  // namespace nightjar
