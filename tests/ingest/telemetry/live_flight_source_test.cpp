#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <thread>

#include "ingest/make_frame_source.hpp"
#include "ingest/telemetry/ts_pictures.hpp"
#include "tests/ingest/test_clip.hpp"

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

/// Sends a transport stream again and again, seven packets a datagram, in as long as it lasts.
class StreamSender {
 public:
  StreamSender(std::string bytes, int port, std::chrono::milliseconds lasts)
      : thread_([bytes = std::move(bytes), port, lasts](const std::stop_token& stop) {
          const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
          sockaddr_in to{};
          to.sin_family = AF_INET;
          to.sin_port = htons(static_cast<std::uint16_t>(port));
          to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
          constexpr std::size_t kDatagram = 7 * 188;
          const auto pause = std::chrono::microseconds(lasts) * kDatagram / bytes.size();
          auto next = std::chrono::steady_clock::now();
          for (std::size_t at = 0; !stop.stop_requested();
               at = at + kDatagram < bytes.size() ? at + kDatagram : 0) {
            ::sendto(socket, bytes.data() + at, std::min(kDatagram, bytes.size() - at), 0,
                     reinterpret_cast<const sockaddr*>(&to), sizeof to);
            std::this_thread::sleep_until(next += pause);
          }
          ::close(socket);
        }) {}

 private:
  std::jthread thread_;
};

std::uint64_t digest_of_pixels(const cv::Mat& luma) {
  std::uint64_t digest = kEmptyDigest;
  for (int row = 0; row < luma.rows; ++row)
    digest = digest_of({luma.ptr(row), static_cast<std::size_t>(luma.cols)}, digest);
  return digest;
}

/// Each picture of the file by its pixels, and where it was taken.
std::map<std::uint64_t, Telemetry> truth_of(const std::filesystem::path& file) {
  FrameSourceOptions options;
  options.feed = "drone";
  options.path = file;
  options.pacing = Pacing::lossless;
  options.software_decoding = true;
  std::map<std::uint64_t, Telemetry> truth;
  for (const Frame& frame : play_out([&] { return make_frame_source(options); }).frames)
    if (frame.telemetry) truth[digest_of_pixels(frame.luma)] = *frame.telemetry;
  return truth;
}

/// The real streams, whose clocks are of 2012 and run at another pace than their stamps.
class LiveRealFlights : public testing::TestWithParam<const char*> {};

TEST_P(LiveRealFlights, GiveEachPictureByUdpWhatItHasInTheFile) {
  const auto file = std::filesystem::path(NIGHTJAR_SHARED_DATA) / "telemetry" / GetParam();
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the real telemetry is not here";
  const auto truth = truth_of(file);
  ASSERT_GT(truth.size(), 200U);
  FrameSourceOptions options;
  options.feed = "drone";
  const int port = free_udp_port();
  options.uri = "udp://127.0.0.1:" + std::to_string(port);
  options.software_decoding = true;
  options.telemetry_within = true;
  options.silent_after = 60s;
  const StreamSender sender(bytes_of(file), port, 10s);
  const auto source = make_frame_source(options);
  int compared = 0, with = 0;
  for (int i = 0; i < 1000 && compared < 60; ++i) {
    const auto frame = source->next({});
    ASSERT_TRUE(frame);
    if (!frame->telemetry) continue;
    ++with;
    EXPECT_EQ(frame->clock.source, ClockSource::arrival) << "a clock of 2012 is not taken over";
    const auto known = truth.find(digest_of_pixels(frame->luma));
    if (known == truth.end()) continue;  // of a picture that lacks a datagram, or after the last packet
    ++compared;
    EXPECT_NEAR(*frame->telemetry->latitude_deg, *known->second.latitude_deg, 2e-6);
    EXPECT_NEAR(*frame->telemetry->longitude_deg, *known->second.longitude_deg, 2e-6);
  }
  EXPECT_GE(compared, 60) << with;
  const auto counts = source->telemetry();
  ASSERT_TRUE(counts);
  EXPECT_GT(counts->records, 20U);
  EXPECT_TRUE(counts->fits);
}

INSTANTIATE_TEST_SUITE_P(Kinds, LiveRealFlights, testing::Values("klv_async.ts", "klv_sync.ts"),
                         [](const auto& kind) {
                           return std::string(kind.param).substr(0, std::string(kind.param).find('.'));
                         });

}  // namespace
}  // namespace nightjar
