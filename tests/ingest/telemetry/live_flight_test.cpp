#include "ingest/telemetry/live_flight.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "ingest/utc_time.hpp"
#include "tests/ingest/telemetry/made_klv.hpp"
#include "tests/ingest/telemetry/made_ts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

const CaptureTime kSays = *parse_utc("2019-05-01T10:00:00Z");

Bytes klv_at(CaptureTime time, double height_m) {
  return MadeKlv()
      .number(2, static_cast<std::uint64_t>(time.time_since_epoch().count()), 8)
      .balanced(13, 51, 90, 4)
      .balanced(14, -1.3, 180, 4)
      .spanned(75, height_m, -900, 19000, 2)
      .packet();
}

Bytes picture(int number) {
  return Bytes(300, static_cast<std::uint8_t>(number));
}

constexpr std::uint64_t kSecond = 90'000;

/// Pictures and records a second from stamp `from` on, each record before its picture; a last empty picture
/// closes the one before.
Bytes stream(int stream_type, int count, std::uint64_t from, bool stamped = true) {
  MadeTs ts;
  ts.tables(stream_type);
  for (int i = 0; i < count; ++i) {
    const std::uint64_t pts = from + static_cast<std::uint64_t>(i) * kSecond;
    const Bytes klv = klv_at(kSays + i * 1s, 100 + 10 * i);
    ts.picture(picture(i), pts);
    ts.unit(stream_type == 0x15 ? MadeTs::cell(klv) : klv, stamped ? std::optional(pts) : std::nullopt);
  }
  ts.picture(picture(99), from + static_cast<std::uint64_t>(count) * kSecond);
  return ts.bytes();
}

std::string all_said(LiveFlight& flight) {
  std::string all;
  while (const auto line = flight.take_complaint()) all += *line + "\n";
  return all;
}

class Kinds : public testing::TestWithParam<int> {};

TEST_P(Kinds, AreTiedToThePicturesThatTheDemuxerHandsOnAtTimesOfItsOwn) {
  LiveFlight flight;
  const Bytes bytes = stream(GetParam(), 4, 5000);
  for (std::size_t at = 0; at < bytes.size(); at += 500)
    flight.take_stream(std::span(bytes).subspan(at, std::min<std::size_t>(500, bytes.size() - at)));
  EXPECT_FALSE(flight.stamp_of(7s));
  flight.take_picture(picture(1), 7001ms);  // the first was not handed on
  flight.take_picture(picture(2), 8003ms);
  const auto second = flight.stamp_of(7001ms), later = flight.stamp_of(7501ms);
  ASSERT_TRUE(second && later);
  EXPECT_NEAR(flight.at(*second).value().height_m.value(), 110, 0.2);
  EXPECT_NEAR(flight.at(*later).value().height_m.value(), 115, 0.2) << "half way to the next";
  EXPECT_EQ(flight.time_of_day(*second), kSays + 1s);
  EXPECT_EQ(flight.counts().records, 4U);
  EXPECT_EQ(flight.counts().unusable, 0U);
  EXPECT_FALSE(all_said(flight).find("no stamps") != std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Of, Kinds, testing::Values(0x06, 0x15), [](const auto& kind) {
  return kind.param == 0x06 ? "asynchronous" : "synchronous";
});

TEST(LiveFlight, RecordsWithoutStampsCountForThePictureBeforeThem) {
  LiveFlight flight;
  flight.take_stream(stream(0x06, 4, 0, false));
  flight.take_picture(picture(0), 1s);
  flight.take_picture(picture(1), 2s);
  // A picture is whole when the next begins: a record stands beside the one before it.
  ASSERT_TRUE(flight.stamp_of(2s));
  EXPECT_NEAR(flight.at(*flight.stamp_of(2s)).value().height_m.value(), 120, 0.2);
  EXPECT_NE(all_said(flight).find("no stamps"), std::string::npos);
}

TEST(LiveFlight, StampsThatWrapAroundGoOn) {
  constexpr std::uint64_t kTurn = 1ULL << 33;
  LiveFlight flight;
  MadeTs ts;
  ts.tables(0x06);
  for (int i = 0; i < 4; ++i) {
    const std::uint64_t pts = (kTurn - 2 * kSecond + static_cast<std::uint64_t>(i) * kSecond) % kTurn;
    ts.picture(picture(i), pts).unit(klv_at(kSays + i * 1s, 100 + 10 * i), pts);
  }
  ts.picture(picture(99), 5 * kSecond);
  flight.take_stream(ts.bytes());
  flight.take_picture(picture(1), 1s);
  EXPECT_NEAR(flight.at(*flight.stamp_of(1500ms)).value().height_m.value(), 115, 0.2);
}

TEST(LiveFlight, DamageIsCountedAndPassedOver) {
  LiveFlight flight;
  Bytes bad = klv_at(kSays, 100);
  bad[40] ^= 1;
  MadeTs ts;
  ts.tables(0x06).unit(klv_at(kSays, 90), 0).unit(bad, kSecond).unit({1, 2, 3}, 2 * kSecond);
  ts.picture(picture(7), 2 * kSecond).picture(picture(8), 3 * kSecond);
  flight.take_stream(ts.bytes());
  EXPECT_EQ(flight.counts().records, 1U);
  EXPECT_EQ(flight.counts().unusable, 2U);
  flight.take_stream(Bytes(2000, 0x47));
  flight.take_stream(Bytes(777, 0x13));
  flight.take_stream(stream(0x06, 6, 10 * kSecond));
  EXPECT_GE(flight.counts().records, 5U);
  EXPECT_NE(all_said(flight).find("a damaged packet"), std::string::npos);
  EXPECT_EQ(flight.why_none(), ", though records come: their stamps are not those of the pictures");
}

TEST(LiveFlight, WaitsAMomentForTheRecordAfterAPicture) {
  LiveFlightOptions options;
  options.longest_wait = 5s;
  options.alive_for = 60s;
  LiveFlight flight(options);
  MadeTs ts;
  ts.tables(0x06).unit(klv_at(kSays, 100), 0);
  const std::size_t before = ts.packets.size();
  ts.unit(klv_at(kSays + 200ms, 102), kSecond / 5);
  const Bytes all = ts.bytes();
  const std::jthread late([&] {
    flight.take_stream(std::span(all).first(188 * before));
    std::this_thread::sleep_for(50ms);
    flight.take_stream(std::span(all).subspan(188 * before));
    flight.take_stream(stream(0x06, 1, kSecond));
  });
  while (flight.counts().records == 0) std::this_thread::sleep_for(1ms);
  EXPECT_NEAR(flight.at(CaptureTime(100ms)).value().height_m.value(), 101, 0.2);
}

}  // namespace
}  // namespace nightjar
