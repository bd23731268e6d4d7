#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "alerts/desk_request.hpp"

namespace nightjar {

/// A question that takes long reading, and who asked it.
struct LongQuestion {
  std::string channel;
  std::vector<std::string> envelope;  ///< what goes before the answer on its way back; first the asker
  std::string user;                   ///< whose connection it is; empty where it is plain
  DeskRequest request;
};

struct LongAnswer {
  LongQuestion question;
  DeskAnswer answer;
};

/// Answers long questions one after another on a thread of its own, so that nobody who acts waits for them.
/// Askers take turns, and each may have a few waiting: one who asks much holds up only themselves.
class LongQuestions {
 public:
  /// `answer` runs on the thread here, and does not throw.
  explicit LongQuestions(std::function<DeskAnswer(const DeskRequest&)> answer);
  /// Finishes the one that it is at.
  ~LongQuestions();
  LongQuestions(const LongQuestions&) = delete;
  LongQuestions& operator=(const LongQuestions&) = delete;

  /// Any thread, at once; why it is not taken, or nothing.
  [[nodiscard]] std::string take(LongQuestion question);

  /// Any thread; what has been answered since.
  [[nodiscard]] std::vector<LongAnswer> answered();

 private:
  void run(const std::stop_token& stop);
  LongQuestion next();

  std::function<DeskAnswer(const DeskRequest&)> answer_;
  std::mutex lock_;  // over what follows
  std::condition_variable_any asked_;
  std::deque<LongQuestion> waiting_;
  std::vector<LongAnswer> answered_;
  std::string last_asker_;
  std::jthread thread_;
};

}  // namespace nightjar
