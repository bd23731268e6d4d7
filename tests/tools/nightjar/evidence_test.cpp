#include "tools/nightjar/evidence.hpp"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

namespace nightjar {
namespace {

using namespace std::chrono_literals;

constexpr auto kAfter = 5000ms;

CaptureTime at(std::chrono::milliseconds since) {
  return CaptureTime{} + 100h + since;
}

AlertEvent contact(AlertHappening happening, const std::string& heat_class = "person") {
  AlertEvent event;
  event.event = happening;
  event.alert = "drone-1";
  event.kind = AlertKind::heat_contact;
  event.heat = AlertHeat{};
  event.heat->heat_class = heat_class;
  return event;
}

EvidenceSet picture_of(std::chrono::milliseconds taken) {
  return {{{.name = "contact", .sha256 = "ab", .captured_at = at(taken), .feed = "drone"}},
          {{.sha256 = "ab", .jpeg = "picture"}},
          "small"};
}

/// A book of one contact, told with a picture at the start.
EvidenceBook book_with_picture() {
  EvidenceBook book;
  AlertParcel parcel{
      .event = contact(AlertHappening::raised), .pictures = {}, .wire_picture = {}, .read = {}};
  book.attach(parcel, picture_of(0ms));
  return book;
}

TEST(EvidenceBook, wants_no_fresh_picture_of_a_contact_that_has_only_moved) {
  const EvidenceBook book = book_with_picture();
  EXPECT_FALSE(book.wants_fresh(contact(AlertHappening::amended), at(1500ms), kAfter));
  EXPECT_TRUE(book.wants_fresh(contact(AlertHappening::amended), at(5000ms), kAfter));
}

TEST(EvidenceBook, wants_a_fresh_picture_of_what_is_new) {
  const EvidenceBook book = book_with_picture();
  EXPECT_TRUE(book.wants_fresh(contact(AlertHappening::amended, "animal"), at(1500ms), kAfter));
  AlertEvent candidate = contact(AlertHappening::amended);
  candidate.heat->unconfirmed = true;
  EXPECT_TRUE(book.wants_fresh(candidate, at(1500ms), kAfter));
  AlertEvent other = contact(AlertHappening::amended);
  other.alert = "drone-2";
  EXPECT_TRUE(book.wants_fresh(other, at(1500ms), kAfter));
  EXPECT_TRUE(book.wants_fresh(contact(AlertHappening::raised), at(1500ms), kAfter));
}

TEST(EvidenceBook, wants_a_fresh_picture_of_what_comes_back_into_sight) {
  EvidenceBook book = book_with_picture();
  AlertParcel lost{.event = contact(AlertHappening::amended), .pictures = {}, .wire_picture = {}, .read = {}};
  lost.event.heat->lost_at = at(1000ms);
  book.attach(lost, {});
  EXPECT_EQ(lost.event.evidence.size(), 1U) << "the picture that is known";
  AlertParcel back{.event = contact(AlertHappening::amended), .pictures = {}, .wire_picture = {}, .read = {}};
  EXPECT_TRUE(book.wants_fresh(back.event, at(1500ms), kAfter));
  book.attach(back, picture_of(1500ms));
  EXPECT_FALSE(book.wants_fresh(back.event, at(2500ms), kAfter));
}

TEST(EvidenceBook, wants_no_picture_for_a_withdrawal) {
  EXPECT_FALSE(book_with_picture().wants_fresh(contact(AlertHappening::withdrawn), at(9000ms), kAfter));
}

/// Thermal video with colour planes, as decoders give it.
Frame thermal_frame(std::uint8_t u) {
  Frame frame;
  frame.luma = cv::Mat(64, 80, CV_8UC1, cv::Scalar(90));
  frame.colour_planes = ColourPlanes::i420;
  frame.colour = {cv::Mat(32, 40, CV_8UC1, cv::Scalar(u)), cv::Mat(32, 40, CV_8UC1, cv::Scalar(128))};
  return frame;
}

cv::Mat overview_of(const Frame& frame) {
  const EvidenceSet set = evidence_of(frame, {30, 20, 10, 12}, "contact");
  const std::string& jpeg = set.pictures.at(1).jpeg;
  return cv::imdecode(std::vector<unsigned char>(jpeg.begin(), jpeg.end()), cv::IMREAD_UNCHANGED);
}

TEST(EvidencePictures, are_grey_where_the_video_is_with_a_mark_that_is_seen_on_anything) {
  const cv::Mat overview = overview_of(thermal_frame(129));
  ASSERT_EQ(overview.channels(), 1);
  EXPECT_NEAR(overview.at<std::uint8_t>(60, 5), (90 - 16) * 255 / 219.0, 3);
  double least = 0, most = 0;
  cv::minMaxIdx(overview, &least, &most);
  EXPECT_LT(least, 40);
  EXPECT_GT(most, 215);
}

TEST(EvidencePictures, keep_their_colours) {
  EXPECT_EQ(overview_of(thermal_frame(160)).channels(), 3);
}

}  // namespace
}  // namespace nightjar
