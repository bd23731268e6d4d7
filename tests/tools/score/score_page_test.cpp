#include "tools/score/page/score_page.hpp"

#include <gmock/gmock.h>

#include <opencv2/imgcodecs.hpp>
#include <regex>

#include "alerts/base64.hpp"
#include "tests/tools/score/score_case.hpp"
#include "tools/score/page/markup.hpp"
#include "tools/score/page/picture_album.hpp"

namespace nightjar {
namespace {

using testing::HasSubstr;
using testing::Not;

class ScorePage : public ScoreCase {
 protected:
  std::string page(const std::string& records, const std::string& truth) {
    html_ = (folder_ / "page.html").string();
    EXPECT_NE(score(records, truth), 2);
    std::ostringstream text;
    text << std::ifstream(html_).rdbuf();
    return text.str();
  }
};

TEST(Markup, lets_no_text_become_markup) {
  EXPECT_EQ(escaped("<b a=\"x\">&'\x1b[1m"), "&lt;b a=&quot;x&quot;&gt;&amp;&#39; [1m");
}

TEST(Markup, writes_base64) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST_F(ScorePage, asks_the_network_for_nothing_and_runs_nothing) {
  const MadeDay day = made_day(200);
  const std::string html = page(day.records, day.truth);
  EXPECT_THAT(html, Not(HasSubstr("http:")));
  EXPECT_THAT(html, Not(HasSubstr("https:")));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("url(")));
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
}

TEST_F(ScorePage, divides_plates_by_weather_and_style_and_bodies_by_posture) {
  const std::string html = page(pass_line("AB51CDE", 1, 3) + track_line("1", 51, -1),
                                plate_line("AB51CDE", 1, 3, R"(,"weather":"fog","style":"<b>")") +
                                    heat_line("a", 51, -1, R"(,"posture":"sitting","visible_share":0.5)"));
  for (const char* words : {"By weather", ">fog<", "By style", "&lt;b&gt;", "Found by posture", ">sitting<",
                            "Found by the part that showed", ">40 to 59 %<"})
    EXPECT_THAT(html, HasSubstr(words));
  EXPECT_THAT(html, Not(HasSubstr("By speed"))) << "the truth does not state it";
}

TEST_F(ScorePage, closes_every_element_that_it_opens) {
  const MadeDay day = made_day(200);
  const std::string html = page(day.records + track_line("1", 51, -1) + track_line("2", 51.001, -1),
                                day.truth + heat_line("a", 51, -1) + heat_line("b", 51.0005, -1));
  const std::regex tag("<(/?)([a-z0-9]+)[^>]*?(/?)>");
  std::vector<std::string> open;
  for (auto it = std::sregex_iterator(html.begin(), html.end(), tag); it != std::sregex_iterator(); ++it) {
    const std::string name = (*it)[2];
    if (name == "meta" || name == "br" || name == "img" || (*it)[3] == "/") continue;
    if ((*it)[1] != "/") {
      open.push_back(name);
      continue;
    }
    ASSERT_FALSE(open.empty()) << name;
    ASSERT_EQ(open.back(), name) << html.substr(static_cast<std::size_t>(it->position()), 80);
    open.pop_back();
  }
  EXPECT_TRUE(open.empty());
}

TEST_F(ScorePage, shows_hostile_texts_as_texts) {
  const std::string html =
      page(pass_line("AB51CDF", 1, 3, "read", 0.9, R"(,"picture":"<img src=x>")", "<b>lane"),
           plate_line("AB51CDE", 1, 3, R"(,"light":"<script>alert(1)</script>")", "<b>lane"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<b>lane")));
  EXPECT_THAT(html, Not(HasSubstr("<img src=x>")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
}

TEST_F(ScorePage, carries_the_picture_of_an_error) {
  std::filesystem::create_directories(folder_ / "r.pictures");
  cv::imwrite((folder_ / "r.pictures" / "p.jpg").string(), cv::Mat(20, 60, CV_8UC1, cv::Scalar(90)));
  const std::string html = page(pass_line("AB51CDF", 1, 3, "read", 0.9, R"(,"picture":"r.pictures/p.jpg")"),
                                plate_line("AB51CDE", 1, 3));
  EXPECT_THAT(html, HasSubstr("src=\"data:image/jpeg;base64,/9j/"));
}

TEST_F(ScorePage, takes_no_picture_from_outside_of_the_records_folder) {
  std::filesystem::create_directories(folder_ / "in");
  const std::string secret = put("secret.jpg", "\xFF\xD8\xFF secret");
  std::filesystem::create_symlink(secret, folder_ / "in" / "link.jpg");
  const std::string records = put("in/r.jsonl", "{}");
  PictureAlbum album(records);
  EXPECT_EQ(album.address_of("../secret.jpg"), "");
  EXPECT_EQ(album.address_of(secret), "");
  EXPECT_EQ(album.address_of("link.jpg"), "");
  put("in/words.jpg", "no picture");
  EXPECT_EQ(album.address_of("words.jpg"), "");
  EXPECT_EQ(album.address_of("none.jpg"), "");
  EXPECT_EQ(album.left_out(), 5U);
  put("in/good.png", "\x89PNG....");
  EXPECT_THAT(album.address_of("good.png"), testing::StartsWith("data:image/png;base64,"));
}

TEST_F(ScorePage, says_that_footage_was_drawn) {
  const MadeDay day = made_day(20);
  EXPECT_THAT(page(day.records, day.truth), HasSubstr("They are no evidence of how well anything works"));
  EXPECT_THAT(page(pass_line("AB51CDE", 1, 3), plate_line("AB51CDE", 1, 3)),
              HasSubstr("lane <b>not stated</b>"));
}

TEST_F(ScorePage, shows_what_does_not_balance) {
  const std::string html = page(
      pass_line("AB51CDE", 1, 3) + R"({"record":"feed","feed":"lane","frames":{"decoded":9,"processed":8}})",
      plate_line("AB51CDE", 1, 3));
  EXPECT_THAT(html, HasSubstr("<li>lane: frames decoded are 9, their parts 8</li>"));
}

TEST_F(ScorePage, cannot_be_written_into_a_folder_that_is_not_there) {
  html_ = (folder_ / "none" / "page.html").string();
  EXPECT_EQ(score(pass_line("AB51CDE", 1, 3), plate_line("AB51CDE", 1, 3)), 1);
  EXPECT_EQ(complaints_.at(0), "none/page.html: cannot be written");
}

}  // namespace
}  // namespace nightjar
