#include "processing/ground/fixed_lens.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

Telemetry stating(std::optional<double> hfov_deg) {
  Telemetry telemetry;
  telemetry.hfov_deg = hfov_deg;
  return telemetry;
}

TEST(FixedLens, gives_its_angles_to_telemetry_that_never_states_any) {
  FixedLens lens(57, 45);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(lens.complete(stating({})).hfov_deg, 57);
    EXPECT_EQ(lens.complete(stating({})).vfov_deg, 45);
  }
}

TEST(FixedLens, leaves_stated_angles_alone_and_never_stands_in_for_them) {
  FixedLens lens(57, 45);
  const Telemetry told = lens.complete(stating(20));
  EXPECT_EQ(told.hfov_deg, 20);
  EXPECT_FALSE(told.vfov_deg);
  EXPECT_FALSE(lens.complete(stating({})).hfov_deg) << "it zooms, and how far is not told";
  EXPECT_EQ(lens.complete(stating(30)).hfov_deg, 30);
}

TEST(FixedLens, knows_nothing_where_the_site_states_no_lens) {
  EXPECT_FALSE(FixedLens().complete(stating({})).hfov_deg);
}

}  // namespace
}  // namespace nightjar
