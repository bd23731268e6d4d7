#include "tools/nightjar/open_counts.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

Site two_channels() {
  Site site;
  site.channels.resize(2);
  site.channels[0].name = "open";
  site.channels[1].name = "covert";
  site.channels[1].restricted = true;
  return site;
}

TEST(OpenCounts, say_nothing_of_restricted_channels) {
  AlertCounts counts;
  counts.delivery.delivered_on = {{"open", 12}};
  const std::string without = open_counts(two_channels(), counts);
  EXPECT_EQ(without, "open 12 delivered");
  counts.posted = counts.delivery.delivered = 15;
  counts.waiting = 1;
  counts.delivery.pictures_shed = 2;
  counts.delivery.delivered_on["covert"] = 3;
  EXPECT_EQ(open_counts(two_channels(), counts), without);
}

TEST(OpenCounts, say_that_the_disk_refuses) {
  AlertCounts counts;
  counts.journal = JournalState::full;
  EXPECT_EQ(open_counts(two_channels(), counts), "open 0 delivered; the journal is full");
}

}  // namespace
}  // namespace nightjar
