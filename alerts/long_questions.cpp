#include "alerts/long_questions.hpp"

#include <pthread.h>

#include <algorithm>
#include <csignal>
#include <utility>

namespace nightjar {
namespace {

constexpr std::ptrdiff_t kMostOfOne = 4;
constexpr std::size_t kMostWaiting = 64;
constexpr std::size_t kMostAnswered = 16;  // each may hold 16 MiB: no more is read until they are fetched

std::string asker_of(const LongQuestion& question) {
  return question.envelope.empty() ? std::string() : question.channel + "/" + question.envelope.front();
}

}  // namespace

LongQuestions::LongQuestions(std::function<DeskAnswer(const DeskRequest&)> answer)
    : answer_(std::move(answer)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

LongQuestions::~LongQuestions() {
  thread_.request_stop();
}

std::string LongQuestions::take(LongQuestion question) {
  {
    const std::lock_guard guard(lock_);
    const std::string asker = asker_of(question);
    const auto own = std::count_if(waiting_.begin(), waiting_.end(),
                                   [&](const LongQuestion& one) { return asker_of(one) == asker; });
    if (own >= kMostOfOne || waiting_.size() >= kMostWaiting)
      return "too many long questions wait, ask again when they are answered";
    waiting_.push_back(std::move(question));
  }
  asked_.notify_one();
  return {};
}

std::vector<LongAnswer> LongQuestions::answered() {
  std::vector<LongAnswer> answers;
  {
    const std::lock_guard guard(lock_);
    answers.swap(answered_);
  }
  if (!answers.empty()) asked_.notify_one();
  return answers;
}

/// The oldest of somebody else than whose turn it was last.
LongQuestion LongQuestions::next() {
  auto question = std::find_if(waiting_.begin(), waiting_.end(),
                               [&](const LongQuestion& one) { return asker_of(one) != last_asker_; });
  if (question == waiting_.end()) question = waiting_.begin();
  LongQuestion taken = std::move(*question);
  waiting_.erase(question);
  last_asker_ = asker_of(taken);
  return taken;
}

void LongQuestions::run(const std::stop_token& stop) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);  // signals are the main thread's business
  std::unique_lock guard(lock_);
  while (asked_.wait(guard, stop, [&] { return !waiting_.empty() && answered_.size() < kMostAnswered; })) {
    if (stop.stop_requested()) return;
    LongQuestion question = next();
    guard.unlock();
    DeskAnswer answer = answer_(question.request);
    guard.lock();
    answered_.push_back({std::move(question), std::move(answer)});
  }
}

}  // namespace nightjar
