#include "alerts/json_text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "alerts/alert_json.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::ordered_json;

std::string number_text(double value, int decimals) {
  JsonText json(100);
  json.number("n", value, decimals);
  return json.take();
}

TEST(JsonText, writes_numbers_in_the_shortest_form_that_reads_back_as_the_same) {
  EXPECT_EQ(number_text(51.01234567, 7), R"({"n":51.0123457})");
  EXPECT_EQ(number_text(3, 2), R"({"n":3.0})");
  EXPECT_EQ(number_text(-0.0001, 4), R"({"n":-0.0001})");
  EXPECT_EQ(number_text(-0.00001, 4), R"({"n":0.0})");
  EXPECT_EQ(number_text(0.00001, 5), R"({"n":1e-05})");
  EXPECT_EQ(number_text(100000, 0), R"({"n":100000.0})");
  EXPECT_EQ(number_text(1e308, 2), R"({})");  // cannot be rounded to decimals
  EXPECT_EQ(number_text(2e20, 2), R"({"n":2e+20})");
  EXPECT_EQ(number_text(std::numeric_limits<double>::quiet_NaN(), 2), R"({})");
}

TEST(JsonText, writes_numbers_that_read_back_as_they_were_rounded) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> exponent(-9, 18);
  for (int i = 0; i < 20'000; ++i) {
    const int decimals = i % 8;
    const double value = std::pow(10.0, exponent(random)) * (i % 2 == 0 ? 1 : -1);
    const double scale = std::pow(10.0, decimals);
    const std::string text = number_text(value, decimals);
    const Json number = Json::parse(text).at("n");
    ASSERT_TRUE(number.is_number_float()) << text;
    ASSERT_EQ(number.get<double>(), std::round(value * scale) / scale) << text;
    ASSERT_LE(text.size(), std::string_view(R"({"n":})").size() + number.dump().size()) << text;
  }
}

TEST(JsonText, escapes_what_json_asks_and_keeps_the_rest) {
  JsonText json(1000);
  json.word("a", "quote \" back \\ line \n tab \t bell \x07 delete \x7F pound £");
  const std::string text = json.take();
  EXPECT_EQ(text, R"({"a":"quote \" back \\ line \n tab \t bell \u0007 delete )"
                  "\x7F"
                  R"( pound £"})");
  EXPECT_EQ(Json::parse(text).dump(), text);
}

TEST(JsonText, writes_lists_and_objects_up_to_a_length) {
  JsonText json(3);
  json.texts("words", {"one", "two!", "three"}, 2);
  json.objects("numbers", std::vector<int>{1, 2, 3}, 2, [&](int number) { json.integer("is", number); });
  json.object("empty", [] {});
  json.objects("none", std::vector<int>{}, 2, [](int) {});
  json.text_if("not_known", std::nullopt);
  json.flag("done", true);
  EXPECT_EQ(json.take(),
            R"({"words":["one","two…"],"numbers":[{"is":1},{"is":2}],"empty":{},"none":[],"done":true})");
}

TEST(JsonText, writes_events_as_the_reader_would_write_them_again) {
  const std::string text = to_json(made_full_event());
  EXPECT_EQ(Json::parse(text).dump(), text);
}

}  // namespace
}  // namespace nightjar
