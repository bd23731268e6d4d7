#include "alerts/long_questions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>

namespace nightjar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

LongQuestion question(const std::string& asker, const std::string& id) {
  LongQuestion question{"open", {asker}, {}, {}};
  question.request.id = id;
  return question;
}

/// Holds the first question until it is let go, so that all others wait.
class Asked : public testing::Test {
 protected:
  std::vector<std::string> ids_answered(std::size_t count) {
    std::vector<std::string> ids;
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (ids.size() < count && std::chrono::steady_clock::now() < until) {
      for (const LongAnswer& one : questions.answered()) ids.push_back(one.question.request.id);
      std::this_thread::yield();
    }
    return ids;
  }

  std::latch begun{1}, go_on{1};
  LongQuestions questions{[this](const DeskRequest& request) {
    if (request.id == "first") {
      begun.count_down();
      go_on.wait();
    }
    return DeskAnswer{};
  }};
};

TEST_F(Asked, are_answered_in_turn_so_that_one_who_asks_much_holds_up_nobody_else) {
  EXPECT_EQ(questions.take(question("a", "first")), "");
  begun.wait();
  for (const char* id : {"a1", "a2", "a3"}) EXPECT_EQ(questions.take(question("a", id)), "");
  EXPECT_EQ(questions.take(question("b", "b1")), "");
  EXPECT_TRUE(questions.answered().empty()) << "and nobody has waited for them here";
  go_on.count_down();
  EXPECT_THAT(ids_answered(5), ElementsAre("first", "b1", "a1", "a2", "a3"));
}

TEST_F(Asked, are_refused_to_one_who_has_too_many_waiting_and_not_to_others) {
  EXPECT_EQ(questions.take(question("a", "first")), "");
  begun.wait();
  for (const char* id : {"a1", "a2", "a3", "a4"}) EXPECT_EQ(questions.take(question("a", id)), "");
  EXPECT_THAT(questions.take(question("a", "a5")), HasSubstr("ask again"));
  EXPECT_EQ(questions.take(question("b", "b1")), "");
  go_on.count_down();
  EXPECT_EQ(ids_answered(6).size(), 6U);
}

}  // namespace
}  // namespace nightjar
