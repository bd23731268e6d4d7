#include "ingest/telemetry/rtp_klv.hpp"

#include <gtest/gtest.h>

#include "tests/ingest/telemetry/made_klv.hpp"
#include "tests/ingest/telemetry/made_rtp.hpp"

namespace nightjar {
namespace {

Bytes unit() {
  return MadeKlv().number(2, 1'795'291'200'000'000, 8).item(3, Bytes(100, 'x')).packet();
}

Bytes part(const Bytes& of, std::size_t from, std::size_t count) {
  const auto begin = of.begin() + static_cast<std::ptrdiff_t>(from);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

TEST(RtpKlv, takes_a_unit_in_one_packet) {
  RtpKlv rtp;
  EXPECT_EQ(rtp.take(rtp_packet(7, 1000, true, unit())), unit());
  EXPECT_EQ(rtp.take(rtp_packet(8, 2000, true, unit())), unit());
  EXPECT_EQ(rtp.lost_units(), 0U);
}

TEST(RtpKlv, puts_a_unit_together_from_several_around_the_end_of_the_numbers) {
  RtpKlv rtp;
  const Bytes whole = unit();
  EXPECT_FALSE(rtp.take(rtp_packet(65'535, 1000, false, part(whole, 0, 50))));
  EXPECT_FALSE(rtp.take(rtp_packet(0, 1000, false, part(whole, 50, 50))));
  EXPECT_EQ(rtp.take(rtp_packet(1, 1000, true, part(whole, 100, whole.size() - 100))), whole);
}

TEST(RtpKlv, leaves_out_a_unit_that_lacks_a_packet_and_counts_it) {
  RtpKlv rtp;
  const Bytes whole = unit();
  EXPECT_FALSE(rtp.take(rtp_packet(1, 1000, false, part(whole, 0, 50))));
  EXPECT_FALSE(rtp.take(rtp_packet(3, 1000, true, part(whole, 100, whole.size() - 100)))) << "2 is missing";
  EXPECT_EQ(rtp.lost_units(), 2U) << "the beginning, and the end of which no beginning came";
  EXPECT_EQ(rtp.take(rtp_packet(4, 2000, true, whole)), whole);
  EXPECT_FALSE(rtp.take(rtp_packet(5, 3000, false, part(whole, 0, 50))));
  EXPECT_EQ(rtp.take(rtp_packet(6, 4000, true, whole)), whole) << "its end was never sent";
  EXPECT_EQ(rtp.lost_units(), 3U);
}

TEST(RtpKlv, passes_over_extensions_sources_and_padding) {
  Bytes packet = rtp_packet(1, 1000, true, {});
  packet[0] = 0x80 | 0x20 | 0x10 | 2;
  packet += Bytes(8, 0xAA);                       // two contributing sources
  packet += Bytes{0xBE, 0xDE, 0, 1, 9, 9, 9, 9};  // an extension of one word
  packet += unit();
  packet += Bytes{0, 0, 3};
  EXPECT_EQ(RtpKlv().take(packet), unit());
}

TEST(RtpKlv, counts_what_is_no_rtp) {
  RtpKlv rtp;
  Bytes lying = rtp_packet(1, 1000, true, {1, 2, 3});
  lying[0] = 0x80 | 0x20;
  lying.back() = 200;  // more padding than there is
  Bytes extended = rtp_packet(1, 1000, true, {0, 0, 0xFF, 0xFF});
  extended[0] = 0x90;
  for (const Bytes& bytes : {Bytes{}, Bytes{0x80}, Bytes(40, 0), lying, extended})
    EXPECT_FALSE(rtp.take(bytes));
  EXPECT_EQ(rtp.strange(), 5U);
}

}  // namespace
}  // namespace nightjar
