#include "config/shown_site_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace nightjar {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kSite = R"([site]
name = "beats"  # of the operation in the barn
[[channel]]
name = "open"
live = "tcp://127.0.0.1:5560"
[[channel]]
name = "covert"
restricted = true
live = "tcp://127.0.0.1:5561"
[[hotlist]]
name = "force"
file = "force.csv"
channel = "open"
restricted_channel = "covert"
threshold = 0.25
[[hotlist]]
name = "informants"
file = "informants.csv"
channel = "covert"
[[feed]]
name = "road"
kind = "anpr"
uri = "rtsp://camera/1"
[[feed]]
name = "hide"
kind = "thermal"
uri = "rtsp://camera/2"
channel = "covert"
[[rule]]
name = "poachers"
feeds = ["hide", "road"]
channel = "open"
[[rule]]
name = "stakeout"
areas = ["barn"]
channel = "covert"
)";

TEST(SiteText, is_shown_whole_where_nothing_in_it_is_restricted_to_others) {
  EXPECT_EQ(site_text_on("covert", kSite), kSite);
  const std::string plain = "[[channel]]\nname = \"open\"  # all of it\n";
  EXPECT_EQ(site_text_on("open", plain), plain);
}

TEST(SiteText, is_shown_without_restricted_channels_and_what_stands_on_them) {
  const std::string shown = site_text_on("open", kSite).value();
  for (const char* there : {"beats", "5560", "force.csv", "0.25", "rtsp://camera/1", "poachers", "road"})
    EXPECT_THAT(shown, HasSubstr(there));
  for (const char* gone : {"covert", "5561", "informants", "hide", "camera/2", "stakeout", "barn"})
    EXPECT_THAT(shown, Not(HasSubstr(gone)));
  EXPECT_THAT(shown, testing::StartsWith("# Not the whole file"));
  EXPECT_EQ(site_text_on("covert", shown), shown) << "it is a site file still";
}

TEST(SiteText, of_one_restricted_channel_is_not_shown_on_another) {
  const std::string site = std::string(kSite) + "[[channel]]\nname = \"other\"\nrestricted = true\n";
  EXPECT_THAT(site_text_on("covert", site).value(),
              testing::AllOf(HasSubstr("stakeout"), Not(HasSubstr("other"))));
}

TEST(SiteText, that_is_none_is_not_shown) {
  EXPECT_EQ(site_text_on("open", "[[channel"), std::nullopt);
}

}  // namespace
}  // namespace nightjar
