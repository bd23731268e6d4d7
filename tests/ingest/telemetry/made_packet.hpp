#pragma once

#include <gtest/gtest.h>

#include "ingest/telemetry/misb_klv.hpp"
#include "tests/ingest/telemetry/made_klv.hpp"

namespace nightjar {

inline constexpr std::uint64_t kNow_us = 1'763'755'200'066'667;

inline MadeKlv timed() {
  return MadeKlv().number(2, kNow_us, 8);
}

inline Bytes full_packet() {
  return timed()
      .spanned(5, 340, 0, 360, 2)
      .balanced(6, -4.9, 20, 2)
      .balanced(7, 3.5, 50, 2)
      .balanced(13, 51.0001, 90, 4)
      .balanced(14, -1.3502, 180, 4)
      .spanned(15, 123.25, -900, 19000, 2)
      .spanned(16, 32.9, 0, 180, 2)
      .spanned(17, 26.6, 0, 180, 2)
      .spanned(18, 352.75, 0, 360, 4)
      .balanced(19, -84.5, 180, 4)
      .spanned(20, 359.6, 0, 360, 4)
      .spanned(21, 71.5, 0, 5e6, 4)
      .balanced(23, 51.0002, 90, 4)
      .balanced(24, -1.3501, 180, 4)
      .spanned(25, 53.5, -900, 19000, 2)
      .number(65, 13, 1)
      .spanned(75, 170.25, -900, 19000, 2)
      .packet();
}

inline MisbPacket only_packet(const Bytes& bytes) {
  const auto packets = packets_in(bytes);
  EXPECT_EQ(packets.size(), 1U);
  return packets.empty() ? MisbPacket{} : packets.front();
}

}  // namespace nightjar
