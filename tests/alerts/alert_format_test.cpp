// The format's conformance folder, its page and the consumer on it, held together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "alerts/alert_beat.hpp"
#include "alerts/alert_json.hpp"
#include "alerts/event_chain.hpp"
#include "tests/alerts/format_page.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {
namespace {

using Json = nlohmann::json;

const std::filesystem::path kMessages = std::filesystem::path(NIGHTJAR_TEST_DATA) / "alerts";

std::vector<Json> expectations() {
  std::vector<Json> expected;
  std::istringstream lines(file_text(kMessages / "expected.jsonl"));
  for (std::string line; std::getline(lines, line);) expected.push_back(Json::parse(line));
  return expected;
}

TEST(AlertFormat, takes_and_refuses_every_message_of_the_folder_as_expected) {
  std::size_t messages = 0;
  for (const Json& expected : expectations()) {
    const std::string file = expected["file"];
    SCOPED_TRACE(file);
    const std::string text = file_text(kMessages / file);
    const bool beat = expected["part"] == "beat";
    const std::string fault = beat ? beat_from_json(text).fault : from_json(text).fault;
    EXPECT_EQ(fault, expected.value("fault", ""));
    EXPECT_EQ(fault.empty(), expected["accepted"].get<bool>());
    ++messages;
  }
  EXPECT_EQ(messages, 37U);
}

TEST(AlertFormat, writes_every_accepted_message_byte_for_byte_as_it_stands) {
  for (const Json& expected : expectations()) {
    if (!expected["accepted"] || expected.contains("note")) continue;
    SCOPED_TRACE(expected["file"].get<std::string>());
    const std::string text = file_text(kMessages / expected["file"].get<std::string>());
    EXPECT_EQ(
        expected["part"] == "beat" ? to_json(*beat_from_json(text).beat) : to_json(*from_json(text).event),
        text);
  }
}

TEST(AlertFormat, chains_the_messages_to_the_expected_heads) {
  ChainEnd end;
  for (const Json& expected : expectations()) {
    if (!expected.contains("head")) continue;
    const std::string text = file_text(kMessages / expected["file"].get<std::string>());
    const ChainedEvent chained = end.append(*from_json(text).event, Json::parse(text)["stream"]);
    EXPECT_EQ(chained.text, text);
    EXPECT_EQ(hex(end.head), expected["head"]);
  }
  EXPECT_EQ(end.seq, 8U);
  EXPECT_EQ(hex(end.head), beat_from_json(file_text(kMessages / "20-beat.json")).beat->head);
}

TEST(AlertFormat, shows_the_messages_of_the_folder_on_its_page) {
  std::vector<Json> shown;
  for (const std::string& block : format_blocks("json")) shown.push_back(Json::parse(block));
  EXPECT_GE(shown.size(), 6U);
  std::vector<Json> messages;
  for (const Json& expected : expectations()) {
    if (expected["accepted"])
      messages.push_back(Json::parse(file_text(kMessages / expected["file"].get<std::string>())));
  }
  for (const Json& example : shown) EXPECT_THAT(messages, testing::Contains(example));
}

TEST(AlertFormat, names_every_field_on_its_page) {
  const std::string page = file_text(format_page());
  const Json event = Json::parse(to_json(made_full_event()));
  const std::function<void(const Json&)> expect_named = [&](const Json& value) {
    if (!value.is_structured()) return;
    for (const auto& [name, inner] : value.items()) {
      if (value.is_object()) {
        EXPECT_NE(page.find("`" + name + "`"), std::string::npos) << name;
      }
      expect_named(inner);
    }
  };
  expect_named(event);
  for (const char* name : {"head", "journal", "unwritten", "sent_at"}) {
    EXPECT_NE(page.find("`" + std::string(name) + "`"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace nightjar
