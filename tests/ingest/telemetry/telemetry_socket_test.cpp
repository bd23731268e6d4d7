#include "ingest/telemetry/telemetry_socket.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>
#include <utility>

#include "ingest/utc_time.hpp"
#include "tests/ingest/telemetry/made_klv.hpp"
#include "tests/ingest/telemetry/made_rtp.hpp"
#include "tests/ingest/telemetry/made_ts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

const CaptureTime kStart = *parse_utc("2026-11-21T20:00:00Z");

class Sender {
 public:
  explicit Sender(int port) : socket_(::socket(AF_INET, SOCK_DGRAM, 0)) {
    to_.sin_family = AF_INET;
    to_.sin_port = htons(static_cast<std::uint16_t>(port));
    to_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  }
  ~Sender() { ::close(socket_); }
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;
  void send(const std::string& text) const {
    ::sendto(socket_, text.data(), text.size(), 0, reinterpret_cast<const sockaddr*>(&to_), sizeof to_);
  }
  void send_record(std::chrono::milliseconds after, double height_m) const {
    send("{\"t\":\"" + format_utc(kStart + after) + "\",\"alt_m\":" + std::to_string(height_m) + "}\n");
  }

 private:
  int socket_;
  sockaddr_in to_{};
};

template <typename Condition>
bool comes_true(Condition condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

TEST(TelemetrySocket, takes_lines_one_or_more_in_a_datagram) {
  const TelemetrySocket socket("udp://127.0.0.1:0");
  const Sender sender(socket.port());
  sender.send(
      "{\"t\":\"2026-11-21T20:00:00Z\",\"alt_m\":100}\n{\"t\":\"2026-11-21T20:00:01Z\",\"alt_m\":110}");
  ASSERT_TRUE(comes_true([&] { return socket.at(kStart + 1s).has_value(); }));
  EXPECT_NEAR(*socket.at(kStart + 500ms)->height_m, 105, 1e-9);
}

TEST(TelemetrySocket, waits_a_moment_for_the_record_after_a_frame) {
  TelemetrySocketOptions options;
  options.longest_wait = 5s;
  options.alive_for = 60s;
  const TelemetrySocket socket("udp://127.0.0.1:0", options);
  const Sender sender(socket.port());
  sender.send_record(0ms, 100);
  ASSERT_TRUE(comes_true([&] { return socket.at(kStart).has_value(); }));
  const std::jthread late([&] {
    std::this_thread::sleep_for(50ms);
    sender.send_record(200ms, 102);
  });
  const auto state = socket.at(kStart + 100ms);
  ASSERT_TRUE(state);
  EXPECT_NEAR(*state->height_m, 101, 1e-9);
}

TEST(TelemetrySocket, does_not_hold_up_frames_where_nothing_can_come) {
  TelemetrySocketOptions options;
  options.longest_wait = 20s;
  options.alive_for = 10ms;
  const TelemetrySocket socket("udp://127.0.0.1:0", options);
  const auto began = std::chrono::steady_clock::now();
  EXPECT_FALSE(socket.at(kStart));  // nothing ever came
  const Sender sender(socket.port());
  sender.send_record(0ms, 100);
  ASSERT_TRUE(comes_true([&] { return socket.at(kStart).has_value(); }));
  std::this_thread::sleep_for(20ms);
  EXPECT_FALSE(socket.at(kStart + 100ms));  // the sender is gone
  EXPECT_LT(std::chrono::steady_clock::now() - began, 15s);
}

Bytes klv_at(CaptureTime time, double height_m) {
  return MadeKlv()
      .number(2, static_cast<std::uint64_t>(time.time_since_epoch().count()), 8)
      .balanced(13, 51, 90, 4)
      .balanced(14, -1.3, 180, 4)
      .spanned(75, height_m, -900, 19000, 2)
      .packet();
}

std::string text(const Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

TEST(TelemetrySocket, takes_klv_datagrams_beside_lines_and_keeps_them_as_lines) {
  std::vector<std::string> lines;
  TelemetrySocketOptions options;
  options.heard = [&](std::string_view line) { lines.emplace_back(line); };
  {
    TelemetrySocket socket("udp://127.0.0.1:0", options);
    const Sender sender(socket.port());
    sender.send(text(klv_at(kStart, 100)) + text(klv_at(kStart + 1s, 110)));
    ASSERT_TRUE(comes_true([&] { return socket.at(kStart + 1s).has_value(); }));
    EXPECT_NEAR(*socket.at(kStart + 500ms)->height_m, 105, 0.2);
    sender.send_record(2000ms, 120);
    ASSERT_TRUE(comes_true([&] { return socket.at(kStart + 2s).has_value(); }));
    EXPECT_EQ(socket.counts().records, 3U);
    EXPECT_TRUE(socket.counts().heard_at);
    Bytes damaged = klv_at(kStart + 3s, 120);
    damaged[30] ^= 1;
    sender.send(text(damaged));
    ASSERT_TRUE(comes_true([&] { return socket.counts().unusable == 1; }));
    bool told = false;
    while (const auto complaint = socket.take_complaint())
      told = told || complaint->find("damaged") != std::string::npos;
    EXPECT_TRUE(told);
  }
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].find("{\"t\":\"2026-11-21T20:00:00"), 0U) << lines[0];
}

TEST(TelemetrySocket, takes_klv_by_rtp) {
  const TelemetrySocket socket("rtp://127.0.0.1:0");
  const Sender sender(socket.port());
  const Bytes whole = klv_at(kStart, 100);
  sender.send(text(rtp_packet(1, 1000, false, Bytes(whole.begin(), whole.begin() + 20))));
  sender.send(text(rtp_packet(2, 1000, true, Bytes(whole.begin() + 20, whole.end()))));
  sender.send(text(rtp_packet(3, 91'000, true, klv_at(kStart + 1s, 110))));
  ASSERT_TRUE(comes_true([&] { return socket.at(kStart + 1s).has_value(); }));
  EXPECT_NEAR(*socket.at(kStart + 500ms)->height_m, 105, 0.2);
  sender.send("{\"t\":\"2026-11-21T20:00:03Z\",\"alt_m\":100}");
  ASSERT_TRUE(comes_true([&] { return socket.counts().unusable == 1; })) << "lines are no RTP";
}

TEST(TelemetrySocket, takes_the_klv_of_a_transport_stream) {
  const TelemetrySocket socket("udp://127.0.0.1:0");
  const Sender sender(socket.port());
  MadeTs ts;
  ts.tables(0x15)
      .unit(MadeTs::cell(klv_at(kStart, 100)), 0)
      .unit(MadeTs::cell(klv_at(kStart + 1s, 110)), 90'000);
  ts.unit(MadeTs::cell(klv_at(kStart + 2s, 120)), 180'000);
  sender.send(text(ts.bytes()));
  ASSERT_TRUE(comes_true([&] { return socket.at(kStart + 1s).has_value(); }));
  EXPECT_NEAR(*socket.at(kStart + 500ms)->height_m, 105, 0.2);
}

TEST(TelemetrySocket, says_why_nothing_is_known_of_a_picture) {
  TelemetrySocketOptions options;
  options.alive_for = 60s;
  const TelemetrySocket socket("udp://127.0.0.1:0", options);
  EXPECT_EQ(socket.why_none_at(kStart), ", and none ever came");
  const Sender sender(socket.port());
  sender.send_record(0ms, 100);
  ASSERT_TRUE(comes_true([&] { return socket.at(kStart).has_value(); }));
  EXPECT_EQ(socket.why_none_at(kStart + 1h),
            ", though records come: the newest is of 2026-11-21T20:00:00.000Z, -3600.0 s from the pictures");
}

TEST(ArrivalRate, counts_the_last_ten_seconds) {
  ArrivalRate rate;
  const ArrivalRate::Time begin{std::chrono::hours(5)};
  EXPECT_EQ(rate.rate_hz(begin), 0);
  for (int i = 0; i < 150; ++i) rate.add(begin + i * 100ms, 1);
  EXPECT_DOUBLE_EQ(rate.rate_hz(begin + 15s), 10);
  EXPECT_DOUBLE_EQ(rate.rate_hz(begin + 20s), 5) << "five seconds of silence";
  EXPECT_DOUBLE_EQ(rate.rate_hz(begin + 40s), 0);
}

TEST(TelemetrySocket, counts_bad_lines_and_tells_of_the_first_once) {
  TelemetrySocket socket("udp://127.0.0.1:0");
  const Sender sender(socket.port());
  sender.send("garbage\n{\"t\":1}\n{\"t\":\"2026-11-21T20:00:00Z\"}");
  ASSERT_TRUE(comes_true([&] { return socket.counts().unusable == 2; }));
  EXPECT_TRUE(socket.take_complaint());
  sender.send("garbage");
  ASSERT_TRUE(comes_true([&] { return socket.counts().unusable == 3; }));
  EXPECT_FALSE(socket.take_complaint());
  EXPECT_TRUE(socket.at(kStart));
}

TEST(TelemetrySocket, names_the_place_where_it_cannot_listen) {
  const TelemetrySocket first("udp://127.0.0.1:0");
  const std::string taken = "udp://127.0.0.1:" + std::to_string(first.port());
  for (const std::string& address :
       {taken, std::string("udp://127.0.0.1"), std::string("udp://127.0.0.1:x"),
        std::string("udp://192.0.2.1:5000"), std::string("http://127.0.0.1:1")}) {
    try {
      const TelemetrySocket second(address);
      FAIL() << address;
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(std::string(error.what()).rfind(address, 0), 0U) << error.what();
    }
  }
}

/// Serves one client at a time on a port of its own.
class Server {
 public:
  Server() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    const bool ready = ::bind(listener_, reinterpret_cast<const sockaddr*>(&here), size) == 0 &&
                       ::listen(listener_, 4) == 0 &&
                       ::getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size) == 0;
    EXPECT_TRUE(ready);
    port_ = ntohs(here.sin_port);
  }
  ~Server() {
    hang_up();
    ::close(listener_);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void accept() { client_ = ::accept(listener_, nullptr, nullptr); }
  void send(const std::string& text) const { ::send(client_, text.data(), text.size(), MSG_NOSIGNAL); }
  void hang_up() {
    if (client_ >= 0) ::close(std::exchange(client_, -1));
  }
  [[nodiscard]] std::string address() const { return "tcp://127.0.0.1:" + std::to_string(port_); }

 private:
  int listener_, client_ = -1, port_ = 0;
};

std::string record_line(std::chrono::milliseconds after, double height_m) {
  return "{\"t\":\"" + format_utc(kStart + after) + "\",\"alt_m\":" + std::to_string(height_m) + "}\n";
}

TEST(TelemetrySocket, follows_a_server_by_tcp_through_lines_in_pieces_and_a_lost_connection) {
  Server server;
  const TelemetrySocket socket(server.address());
  server.accept();
  const std::string first = record_line(0ms, 100), second = record_line(1000ms, 110);
  server.send(first + second.substr(0, 20));
  std::this_thread::sleep_for(50ms);
  server.send(second.substr(20));
  ASSERT_TRUE(comes_true([&] { return socket.at(kStart + 500ms).has_value(); }));
  EXPECT_NEAR(*socket.at(kStart + 500ms)->height_m, 105, 1e-6);
  EXPECT_EQ(socket.counts().unusable, 0U);

  server.send(second.substr(0, 30));
  server.hang_up();
  ASSERT_TRUE(comes_true([&] { return socket.counts().unusable == 1; })) << "half a line is counted";
  server.accept();
  server.send(record_line(2000ms, 120));
  ASSERT_TRUE(comes_true([&] { return socket.at(kStart + 1500ms).has_value(); }));
  EXPECT_NEAR(*socket.at(kStart + 1500ms)->height_m, 115, 1e-6);
}

TEST(TelemetrySocket, waits_for_a_server_that_is_not_there_and_ends_without_it) {
  std::string address;
  {
    const Server gone;
    address = gone.address();
  }
  const TelemetrySocket socket(address);
  EXPECT_FALSE(socket.at(kStart));
}

TEST(TelemetrySocket, refuses_what_is_no_address_of_a_server) {
  for (const char* address :
       {"tcp://", "tcp://host", "tcp://host:0", "tcp://host:70000", "tcp://:5000", "tcp://host:12x"})
    EXPECT_THROW(TelemetrySocket{address}, std::runtime_error) << address;
}

}  // namespace
}  // namespace nightjar
