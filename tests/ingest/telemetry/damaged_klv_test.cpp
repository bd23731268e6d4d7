// What of KLV is believed whose bytes are not as they were sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/telemetry/made_packet.hpp"

namespace nightjar {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(MisbKlv, tells_nothing_of_a_packet_with_a_wrong_checksum) {
  Bytes bytes = full_packet();
  bytes[40] ^= 1;
  const MisbPacket packet = only_packet(bytes);
  EXPECT_FALSE(packet.sound);
  EXPECT_FALSE(packet.measured_at);
  EXPECT_FALSE(packet.sensor_latitude_deg);
  ASSERT_EQ(packet.notes.size(), 1U);
  EXPECT_THAT(packet.notes.front(), HasSubstr("the checksum is wrong: found "));
}

TEST(MisbKlv, tells_nothing_of_a_packet_without_a_checksum) {
  Bytes bytes = full_packet();
  bytes.resize(bytes.size() - 4);
  bytes[16] = static_cast<std::uint8_t>(bytes[16] - 4);
  const MisbPacket packet = only_packet(bytes);
  EXPECT_FALSE(packet.sound);
  EXPECT_THAT(packet.notes, ElementsAre("it ends without a checksum"));
}

TEST(MisbKlv, reads_lengths_in_every_form_of_ber) {
  const std::uint8_t size = static_cast<std::uint8_t>(timed().packet().size() - 17);
  for (const Bytes& length : {Bytes{size}, Bytes{0x81, size}, Bytes{0x82, 0, size},
                              Bytes{0x84, 0, 0, 0, size}, Bytes{0x88, 0, 0, 0, 0, 0, 0, 0, size}}) {
    const MisbPacket packet = only_packet(timed().packet(length));
    EXPECT_TRUE(packet.sound) << length.size();
    EXPECT_TRUE(packet.measured_at);
  }
  for (const Bytes& length : {Bytes{0x80}, Bytes{0x89, 0, 0, 0, 0, 0, 0, 0, 0, size}, Bytes{0xFF}}) {
    const MisbPacket packet = only_packet(timed().packet(length));
    EXPECT_FALSE(packet.sound);
    EXPECT_THAT(packet.notes, ElementsAre("its length cannot be read"));
  }
}

TEST(MisbKlv, believes_no_length_that_goes_beyond_the_bytes) {
  for (const Bytes& length : {Bytes{0x7F}, Bytes{0x84, 0xFF, 0xFF, 0xFF, 0xFF},
                              Bytes{0x88, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}}) {
    const MisbPacket packet = only_packet(timed().packet(length));
    EXPECT_FALSE(packet.sound);
    ASSERT_EQ(packet.notes.size(), 1U);
    EXPECT_THAT(packet.notes.front(), HasSubstr("it is cut off"));
  }
}

TEST(MisbKlv, stops_at_an_item_that_goes_beyond_its_packet) {
  const MisbPacket packet = only_packet(timed().number(5, 100, 2).raw({13, 0x7F, 1, 2}).packet());
  EXPECT_TRUE(packet.sound);
  EXPECT_TRUE(packet.heading_deg);
  EXPECT_FALSE(packet.sensor_latitude_deg);
  EXPECT_THAT(packet.notes, ElementsAre("its last 4 bytes are no whole item and are not read"));
}

TEST(MisbKlv, goes_on_at_the_next_label_after_garbage_and_cut_packets) {
  Bytes bytes = {'x', 0x06, 0x0E, 0x2B};
  bytes += full_packet();
  bytes += Bytes(1000, 0x06);
  const Bytes cut = full_packet();
  bytes.insert(bytes.end(), cut.begin(), cut.begin() + 60);
  bytes += full_packet();
  bytes += Bytes(5, 0xFF);
  MisbReader reader(bytes);
  const auto whole = reader.next();
  ASSERT_TRUE(whole);
  EXPECT_TRUE(whole->sound);
  EXPECT_EQ(whole->offset, 4U);
  const auto damaged = reader.next();
  ASSERT_TRUE(damaged);
  EXPECT_FALSE(damaged->sound);
  EXPECT_EQ(damaged->size, 60U);
  const auto after = reader.next();
  ASSERT_TRUE(after);
  EXPECT_TRUE(after->sound);
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.next());
  EXPECT_EQ(reader.skipped_bytes(), 4U + 1000U + 5U);
}

TEST(MisbKlv, finds_the_sound_packet_after_a_cut_at_any_byte) {
  const Bytes whole = full_packet();
  for (std::size_t kept = 0; kept < whole.size(); ++kept) {
    Bytes bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(kept));
    bytes += whole;
    const auto packets = packets_in(bytes);
    ASSERT_EQ(packets.size(), kept < kMisbLabel.size() ? 1U : 2U) << kept;
    EXPECT_TRUE(packets.back().sound) << kept;
    EXPECT_EQ(packets.front().sound, packets.size() == 1) << kept;
  }
}

TEST(MisbKlv, believes_no_packet_with_any_one_byte_changed) {
  const Bytes right = full_packet();
  for (std::size_t i = 0; i < right.size(); ++i) {
    Bytes wrong = right;
    wrong[i] ^= 0x10;
    for (const MisbPacket& packet : packets_in(wrong)) EXPECT_FALSE(packet.sound) << i;
  }
}

TEST(MisbKlv, a_flood_of_labels_takes_time_in_proportion_only) {
  Bytes flood;
  for (int i = 0; i < 50'000; ++i) {
    flood.insert(flood.end(), kMisbLabel.begin(), kMisbLabel.end());
    flood += Bytes{0x84, 0x00, 0x0F, 0xFF, 0xFF};
  }
  EXPECT_EQ(packets_in(flood).size(), 50'000U);
}

TEST(MisbKlv, of_no_bytes_there_is_no_packet) {
  EXPECT_THAT(packets_in({}), IsEmpty());
}

}  // namespace
}  // namespace nightjar
