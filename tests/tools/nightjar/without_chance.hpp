#pragma once

#include <regex>
#include <set>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "alerts/alert_beat.hpp"
#include "alerts/consumer_socket.hpp"
#include "alerts/desk_client.hpp"
#include "tests/tools/nightjar/invisible_site.hpp"

namespace nightjar {

/// Texts without what differs between any two runs: times of this machine's clock, ages by it, ports, the
/// configuration's version, which the ports change, and the processor's time. Random names become their
/// number in order of appearance, so that they still tell which is which.
class WithoutChance {
 public:
  explicit WithoutChance(std::string folder) : folder_(std::move(folder)) {}

  std::string operator()(std::string text) {
    for (const auto& [what, instead] : chances_) text = std::regex_replace(text, what, instead);
    for (std::size_t at = text.find(folder_); at != std::string::npos; at = text.find(folder_))
      text.replace(at, folder_.size(), "SITE");
    return numbered(text);
  }

  /// From now on a random name is known as this.
  void name(const std::string& random, const std::string& instead) { names_[random] = instead; }

 private:
  /// Names of streams, alerts, incidents and digests: 16 to 64 hexadecimal digits.
  std::string numbered(const std::string& text) {
    static const std::regex random("[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16}");
    std::string all;
    std::sregex_iterator found(text.begin(), text.end(), random);
    std::size_t at = 0;
    for (; found != std::sregex_iterator(); ++found) {
      all += text.substr(at, static_cast<std::size_t>(found->position()) - at);
      all += names_.emplace(found->str(), "RANDOM" + std::to_string(names_.size())).first->second;
      at = static_cast<std::size_t>(found->position() + found->length());
    }
    return all + text.substr(at);
  }

  std::string folder_;
  std::map<std::string, std::string> names_;
  std::vector<std::pair<std::regex, std::string>> chances_{
      {std::regex("20[0-9]{2}-(?!11-21T20)[0-9]{2}-[0-9]{2}T[0-9:.]{8,}Z"), "TIME"},
      {std::regex(R"x(127\.0\.0\.1:[0-9]+)x"), "PORT"},
      {std::regex(R"x((\\?"config\\?":\\?")[0-9a-f]{16})x"), "$1CONFIG"},
      {std::regex(R"x((list_age_s|late_s|offset_ms|entry_age_s)(\\?":)-?[0-9.]+)x"), "$1$2SOME"},
      {std::regex(R"x([0-9]+\.[0-9]+ (ms a frame|s, |s old))x"), "SOME $1"},
      {std::regex("(turned away: [^:]*): (eve from PORT|eve from 127.0.0.1|[0-9]+ more)"), "$1"},
      {std::regex(R"x(processor [0-9]+\.[0-9]+ s)x"), "processor SOME s"}};
};

}  // namespace nightjar
