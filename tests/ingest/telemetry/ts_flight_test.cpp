#include "ingest/telemetry/ts_flight.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

#include "ingest/telemetry/picture_tie.hpp"
#include "ingest/telemetry/telemetry_watch.hpp"
#include "ingest/telemetry/ts_pictures.hpp"
#include "tests/ingest/telemetry/made_klv.hpp"
#include "tests/ingest/telemetry/made_ts.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

const CaptureTime kStart{1'795'291'200s};

Bytes klv_at(CaptureTime time, double latitude_deg = 51) {
  return MadeKlv()
      .number(2, static_cast<std::uint64_t>(time.time_since_epoch().count()), 8)
      .balanced(13, latitude_deg, 90, 4)
      .balanced(14, -1.3, 180, 4)
      .spanned(75, 200, -900, 19000, 2)
      .packet();
}

std::filesystem::path written(const std::string& name, const Bytes& bytes) {
  const auto folder =
      std::filesystem::path(testing::TempDir()) / ("nightjar_ts_flight_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / name, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  return folder / name;
}

/// Ten pictures a second from stamp 9000 s on, and a packet with every other.
MadeTs flight(int stream_type, int pictures = 40) {
  MadeTs ts;
  ts.tables(stream_type);
  for (int i = 0; i < pictures; ++i) {
    const auto pts = static_cast<std::uint64_t>((9000 * 10 + i) * 9000);
    ts.picture(Bytes(static_cast<std::size_t>(300 + i), static_cast<std::uint8_t>(i)), pts);
    if (i % 2 != 0) continue;
    const Bytes klv = klv_at(kStart + i * 100ms, 51 + 0.001 * i);
    ts.unit(stream_type == 0x15 ? MadeTs::cell(klv) : klv, pts);
  }
  return ts;
}

class TsFlightKinds : public testing::TestWithParam<int> {};

TEST_P(TsFlightKinds, tie_telemetry_to_the_clock_of_its_stamps) {
  const auto file = written("flight.ts", flight(GetParam()).bytes());
  EXPECT_TRUE(brings_its_clock(file));
  const TsFlight read = read_ts_flight(file);
  EXPECT_EQ(read.began_at(), kStart);
  ASSERT_EQ(read.pictures.size(), 40U);
  EXPECT_EQ(read.clock.at(read.pictures[7].stamp), kStart + 700ms);
  ASSERT_EQ(read.records.size(), 20U);
  EXPECT_EQ(read.records[5].measured_at, kStart + 1s);
  EXPECT_NEAR(read.records[5].latitude_deg.value(), 51.010, 1e-6);
  EXPECT_THAT(read.notes, ElementsAre(HasSubstr("as the standard says"))) << "nothing is odd";
}

INSTANTIATE_TEST_SUITE_P(Types, TsFlightKinds, testing::Values(0x06, 0x15));

TEST(TsFlight, keeps_records_in_their_places_where_the_clock_leaps) {
  MadeTs ts;
  ts.tables(0x06);
  for (int i = 0; i < 20; ++i) {
    const auto pts = static_cast<std::uint64_t>(i * 9000);
    ts.picture(Bytes(200, static_cast<std::uint8_t>(i)), pts);
    ts.unit(klv_at(kStart + i * 100ms + (i >= 15 ? 3600s : 0s), 51 + 0.001 * i), pts);
  }
  const TsFlight read = read_ts_flight(written("leap.ts", ts.bytes()));
  ASSERT_EQ(read.records.size(), 20U);
  EXPECT_EQ(read.records[18].measured_at, kStart + 1800ms);
  EXPECT_THAT(read.notes, Contains(HasSubstr("leap by +3600.000 s")));
}

TEST(TsFlight, brings_no_clock_without_klv_or_without_stamps) {
  MadeTs bare;
  bare.tables(0x06).picture(Bytes(400, 1), 0).picture(Bytes(400, 2), 9000);
  EXPECT_FALSE(brings_its_clock(written("bare.ts", bare.bytes())));
  MadeTs loose;
  loose.tables(0x06).picture(Bytes(400, 1), 0).unit(klv_at(kStart)).picture(Bytes(400, 2), 9000);
  const auto file = written("loose.ts", loose.bytes());
  EXPECT_FALSE(brings_its_clock(file));
  EXPECT_THAT(read_ts_flight(file).notes, Contains(HasSubstr("1 packets bear no stamp")));
  EXPECT_FALSE(brings_its_clock(written("klv.ts", klv_at(kStart)))) << "bare KLV has no pictures";
  EXPECT_FALSE(brings_its_clock(written("empty.ts", {})));
  EXPECT_FALSE(brings_its_clock("there is no such file.ts"));
}

TEST(PictureTie, tells_pictures_again_by_their_bytes_whatever_the_demuxer_counts_from) {
  const TsFlight read = read_ts_flight(written("tie.ts", flight(0x06).bytes()));
  PictureTie tie(read.pictures);
  EXPECT_FALSE(tie.stamp_of(0ns));
  const auto bytes_of_picture = [](int i) {
    return Bytes(static_cast<std::size_t>(300 + i), static_cast<std::uint8_t>(i));
  };
  tie.take(bytes_of_picture(3), 5s);  // the demuxer left out the first three
  EXPECT_EQ(tie.stamp_of(5s), microseconds(9000s + 300ms));
  EXPECT_EQ(tie.stamp_of(5s + 40ms), microseconds(9000s + 340ms));
  tie.take(Bytes(77, 0xEE), 5100ms);   // of no picture of the file
  tie.take(bytes_of_picture(10), 8s);  // and then went its own way
  EXPECT_EQ(tie.stamp_of(8s), microseconds(9001s));
  EXPECT_EQ(tie.stamp_of(5s), microseconds(9000s + 300ms)) << "what came before stays";
}

TEST(TsPictures, leaves_out_pictures_that_lack_a_packet_or_a_stamp) {
  MadeTs ts = flight(0x06, 4);
  ts.picture(Bytes(100, 9), std::nullopt);
  std::size_t of_the_second = 0;
  for (int begun = 0; of_the_second < ts.packets.size(); ++of_the_second) {
    const Bytes& packet = ts.packets[of_the_second];
    const bool video = (packet[1] & 0x1F) == 0 && packet[2] == MadeTs::kVideo;
    if (video && (packet[1] & 0x40) != 0 && ++begun == 2) break;
  }
  ts.packets.erase(ts.packets.begin() + static_cast<std::ptrdiff_t>(of_the_second) + 1);
  TsPackets cutter;
  cutter.take(ts.bytes());
  cutter.end();
  TsPictures pictures;
  while (const auto packet = cutter.next()) pictures.take(*packet);
  pictures.end();
  std::vector<std::uint64_t> stamps;
  while (const auto picture = pictures.next()) stamps.push_back(picture->pts_90khz - 9000 * 90'000);
  EXPECT_THAT(stamps, ElementsAre(0, 18'000, 27'000));
}

TEST(TelemetryWatch, tells_of_an_outage_and_its_end_once_each) {
  using News = TelemetryWatch::News;
  TelemetryWatch watch(5s);
  EXPECT_EQ(watch.take(kStart, false), News::none);
  EXPECT_EQ(watch.take(kStart + 4900ms, false), News::none);
  EXPECT_EQ(watch.take(kStart + 5s, false), News::lost);
  EXPECT_EQ(watch.without_since(), kStart);
  EXPECT_EQ(watch.take(kStart + 6s, false), News::none);
  EXPECT_EQ(watch.take(kStart + 7s, true), News::comes);
  EXPECT_TRUE(watch.comes());
  EXPECT_EQ(watch.take(kStart + 8s, true), News::none);
  EXPECT_EQ(watch.take(kStart + 9s, false), News::none) << "a short gap is no outage";
  EXPECT_FALSE(watch.comes());
  EXPECT_EQ(watch.take(kStart + 10s, true), News::none);
}

}  // namespace
}  // namespace nightjar
