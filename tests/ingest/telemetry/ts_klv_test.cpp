#include "ingest/telemetry/ts_klv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/telemetry/made_ts.hpp"

namespace nightjar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kAsynchronous = 0x06;
constexpr int kSynchronous = 0x15;

std::vector<TsKlvUnit> units_in(const Bytes& bytes, std::size_t piece = 1 << 16) {
  TsKlvReader reader;
  std::vector<TsKlvUnit> units;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    reader.take(std::span(bytes).subspan(at, std::min(piece, bytes.size() - at)));
    while (auto unit = reader.next()) units.push_back(std::move(*unit));
  }
  reader.end();
  while (auto unit = reader.next()) units.push_back(std::move(*unit));
  return units;
}

std::vector<Bytes> contents_in(const Bytes& bytes, std::size_t piece = 1 << 16) {
  std::vector<Bytes> contents;
  for (const TsKlvUnit& unit : units_in(bytes, piece)) contents.push_back(unit.bytes);
  return contents;
}

/// Different packets, of one transport packet and of several.
Bytes klv(int number) {
  return MadeKlv()
      .number(2, 1'700'000'000'000'000U + static_cast<unsigned>(number), 8)
      .item(3, Bytes(number % 2 == 0 ? 20 : 120, 'x'))
      .item(94, Bytes(number % 3 == 0 ? 127 : 1, 1))
      .packet();
}

MadeTs asynchronous(int units = 6) {
  MadeTs ts;
  for (int i = 0; i < units; ++i) {
    ts.tables(kAsynchronous).unit(Bytes(300, 7), {}, MadeTs::kVideo);
    ts.unit(klv(i), 90'000U * static_cast<unsigned>(i) + 0x1'2345'6789U);
  }
  return ts;
}

std::vector<Bytes> first_klv(int units) {
  std::vector<Bytes> all;
  for (int i = 0; i < units; ++i) all.push_back(klv(i));
  return all;
}

TEST(TsKlv, gives_asynchronous_packets_with_their_time) {
  const auto units = units_in(asynchronous().bytes());
  ASSERT_EQ(units.size(), 6U);
  EXPECT_EQ(units[0].bytes, klv(0));
  EXPECT_EQ(units[0].pts_90khz, 0x1'2345'6789U);
  EXPECT_EQ(units[5].bytes, klv(5));
  EXPECT_EQ(units[5].pts_90khz, 0x1'2345'6789U + 450'000U);
}

TEST(TsKlv, asynchronous_packets_may_have_no_time) {
  const auto units = units_in(MadeTs().tables(kAsynchronous).unit(klv(1)).bytes());
  ASSERT_EQ(units.size(), 1U);
  EXPECT_FALSE(units[0].pts_90khz);
}

TEST(TsKlv, takes_synchronous_packets_out_of_their_cells) {
  Bytes two = MadeTs::cell(klv(1));
  two += MadeTs::cell(klv(2));
  const auto units =
      units_in(MadeTs().tables(kSynchronous).unit(MadeTs::cell(klv(0)), 5).unit(two, 6).bytes());
  ASSERT_EQ(units.size(), 3U);
  EXPECT_EQ(units[0].bytes, klv(0));
  EXPECT_EQ(units[1].bytes, klv(1));
  EXPECT_EQ(units[2].bytes, klv(2));
  EXPECT_EQ(units[2].pts_90khz, 6U);
}

TEST(TsKlv, joins_a_unit_that_comes_in_several_cells) {
  const Bytes whole = klv(3);
  const auto part = [&](std::size_t from, std::size_t to) {
    return Bytes(whole.begin() + static_cast<std::ptrdiff_t>(from),
                 whole.begin() + static_cast<std::ptrdiff_t>(to));
  };
  MadeTs ts;
  ts.tables(kSynchronous).unit(MadeTs::cell(part(0, 40), 0x9F), 7).unit(MadeTs::cell(part(40, 90), 0x1F));
  ts.unit(MadeTs::cell(part(90, whole.size()), 0x5F));
  const auto units = units_in(ts.bytes());
  ASSERT_EQ(units.size(), 1U);
  EXPECT_EQ(units[0].bytes, whole);
  EXPECT_EQ(units[0].pts_90khz, 7U);
}

TEST(TsKlv, goes_by_the_content_where_the_name_is_wrong) {
  EXPECT_THAT(contents_in(MadeTs().tables(kSynchronous).unit(klv(0)).bytes()), ElementsAre(klv(0)));
  EXPECT_THAT(contents_in(MadeTs().tables(kAsynchronous).unit(MadeTs::cell(klv(0))).bytes()),
              ElementsAre(klv(0)));
  EXPECT_THAT(contents_in(MadeTs().tables(kAsynchronous, false).unit(klv(0)).bytes()), ElementsAre(klv(0)));
}

TEST(TsKlv, private_data_that_is_no_klv_is_left_alone) {
  EXPECT_THAT(contents_in(MadeTs().tables(kAsynchronous, false).unit(Bytes(100, 3)).bytes()), IsEmpty());
}

TEST(TsKlv, takes_pieces_of_any_size) {
  const Bytes bytes = asynchronous().bytes();
  for (const std::size_t piece : {1U, 7U, 187U, 188U, 189U, 1000U})
    EXPECT_EQ(contents_in(bytes, piece), first_klv(6)) << piece;
}

TEST(TsKlv, takes_packets_with_times_before_and_parity_behind) {
  EXPECT_EQ(contents_in(asynchronous().bytes(4, 0)), first_klv(6));
  EXPECT_EQ(contents_in(asynchronous().bytes(0, 16)), first_klv(6));
}

TEST(TsKlv, finds_the_step_again_after_garbage) {
  const MadeTs ts = asynchronous(8);
  Bytes bytes(500, 0x46);
  for (std::size_t i = 0; i < ts.packets.size(); ++i) {
    if (i == 15) bytes += Bytes(33, 0);
    bytes += ts.packets[i];
  }
  EXPECT_EQ(contents_in(bytes), first_klv(8));
}

TEST(TsKlv, never_gives_a_unit_that_lacks_a_packet) {
  const MadeTs whole = asynchronous(6);
  const auto right = first_klv(6);
  for (std::size_t lost = 0; lost < whole.packets.size(); ++lost) {
    MadeTs ts = whole;
    ts.packets.erase(ts.packets.begin() + static_cast<std::ptrdiff_t>(lost));
    const auto got = contents_in(ts.bytes());
    EXPECT_GE(got.size(), 5U) << lost;
    for (const Bytes& unit : got) EXPECT_THAT(right, ::testing::Contains(unit)) << lost;
  }
}

TEST(TsKlv, a_packet_that_comes_twice_counts_once) {
  const MadeTs whole = asynchronous();
  for (std::size_t twice = 0; twice < whole.packets.size(); ++twice) {
    MadeTs ts = whole;
    ts.packets.insert(ts.packets.begin() + static_cast<std::ptrdiff_t>(twice), whole.packets[twice]);
    EXPECT_EQ(contents_in(ts.bytes()), first_klv(6)) << twice;
  }
}

TEST(TsKlv, does_not_use_packets_that_are_marked_as_damaged) {
  MadeTs ts;
  ts.tables(kAsynchronous).unit(klv(0)).unit(klv(1));
  ts.packets[3][1] |= 0x80;  // within the first unit, or the second
  TsKlvReader reader;
  const Bytes bytes = ts.bytes();
  reader.take(bytes);
  reader.end();
  std::size_t got = 0;
  while (reader.next()) ++got;
  EXPECT_EQ(got, 1U);
  EXPECT_EQ(reader.lost_units(), 1U);
}

TEST(TsKlv, does_not_believe_tables_with_a_wrong_checksum) {
  MadeTs ts;
  ts.tables(kAsynchronous).unit(klv(0));
  ts.packets[1][20] ^= 1;
  EXPECT_THAT(contents_in(ts.bytes()), IsEmpty());
  ts.tables(kAsynchronous).unit(klv(1));
  EXPECT_THAT(contents_in(ts.bytes()), ElementsAre(klv(1)));
}

TEST(TsKlv, gives_only_whole_units_of_a_stream_cut_anywhere) {
  const Bytes whole = asynchronous(3).bytes();
  const auto right = first_klv(3);
  for (std::size_t size = 0; size < whole.size(); size += 13) {
    for (const bool from_front : {true, false}) {
      const auto cut = static_cast<std::ptrdiff_t>(size);
      const Bytes part =
          from_front ? Bytes(whole.begin(), whole.begin() + cut) : Bytes(whole.begin() + cut, whole.end());
      for (const Bytes& unit : contents_in(part)) EXPECT_THAT(right, ::testing::Contains(unit)) << size;
    }
  }
}

TEST(TsKlv, follows_one_stream_where_two_carry_klv) {
  MadeTs ts;
  Bytes map = {0x02, 0xB0, 23, 0, 1, 0xC1, 0, 0, 0xE0, MadeTs::kVideo, 0xF0, 0};
  map += Bytes{0x06, 0xE0, 0x50, 0xF0, 0, 0x06, 0xE0, 0x51, 0xF0, 0};
  ts.section(0, {0x00, 0xB0, 13, 0, 1, 0xC1, 0, 0, 0, 1, 0xE0, MadeTs::kMap}).section(MadeTs::kMap, map);
  ts.unit(klv(0), {}, 0x50).unit(klv(1), {}, 0x51).unit(klv(2), {}, 0x50).unit(klv(3), {}, 0x51);
  EXPECT_THAT(contents_in(ts.bytes()), ElementsAre(klv(0), klv(2)));
}

TEST(TsKlvOnRealFlights, gives_the_same_bytes_from_both_kinds_of_stream) {
  const std::filesystem::path folder = std::filesystem::path(NIGHTJAR_SHARED_DATA) / "telemetry";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the recorded flights are not here";
  const Bytes bare = bytes_of(folder / "cheyenne_first100.klv");
  for (const char* file : {"klv_async.ts", "klv_sync.ts"}) {
    Bytes joined;
    const auto units = units_in(bytes_of(folder / file));
    for (const TsKlvUnit& unit : units) {
      EXPECT_TRUE(unit.pts_90khz);
      joined += unit.bytes;
    }
    EXPECT_EQ(units.size(), 100U) << file;
    EXPECT_EQ(joined, bare) << file;
  }
}

}  // namespace
}  // namespace nightjar
