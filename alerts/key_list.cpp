#include "alerts/key_list.hpp"

#include <algorithm>
#include <utility>

namespace nightjar {

bool is_cleared_for(const CurveKey& key, const std::string& channel, bool restricted) {
  if (key.channels.empty()) return !restricted;
  return std::find(key.channels.begin(), key.channels.end(), channel) != key.channels.end();
}

bool KeyList::replace(const std::vector<CurveKey>& keys) {
  std::map<std::string, CurveKey> now;
  for (const CurveKey& key : keys) now.emplace(key.public_key, key);
  for (const auto& [public_key, key] : keys_)
    if (!now.contains(public_key)) revoked_[public_key] = key.name;
  for (const auto& [public_key, key] : now) revoked_.erase(public_key);
  keys_ = std::move(now);
  const bool anybody_out = std::any_of(inside_.begin(), inside_.end(), [this](const std::string& public_key) {
    return !cleared(public_key).has_value();
  });
  if (anybody_out) inside_.clear();
  return anybody_out;
}

KeyStanding KeyList::admit(const std::string& public_key) {
  if (const auto found = keys_.find(public_key); found != keys_.end()) {
    if (!is_cleared_for(found->second, channel_, restricted_)) return KeyStanding::not_cleared;
    inside_.insert(public_key);
    return KeyStanding::cleared;
  }
  return revoked_.contains(public_key) ? KeyStanding::revoked : KeyStanding::unknown;
}

std::optional<CurveKey> KeyList::cleared(const std::string& public_key) const {
  const auto found = keys_.find(public_key);
  if (found == keys_.end() || !is_cleared_for(found->second, channel_, restricted_)) return std::nullopt;
  return found->second;
}

std::string KeyList::name_of(const std::string& public_key) const {
  if (const auto found = keys_.find(public_key); found != keys_.end()) return found->second.name;
  const auto found = revoked_.find(public_key);
  return found == revoked_.end() ? std::string() : found->second;
}

}  // namespace nightjar
