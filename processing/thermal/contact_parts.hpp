#pragma once

#include <vector>

#include "processing/thermal/contact.hpp"

namespace nightjar {

struct ContactPartsOptions {
  double distance = 1.2;       ///< units of the plane: spots so close are parts of one body
  double part = 0.65;          ///< of a body's length that a part of it may have
  double reach = 0.7;          ///< of a body's length, from its middle to the middle of a part
  double vehicle_apart = 1.7;  ///< m between the middles of two vehicles at least: they do not overlap
  double other_class = 0.05;   ///< probability of one class below which a person is no part of an animal
  double together_s = 3;       ///< confirmed contacts that lie together for so long are one
};

/// Whether two contacts are taken for parts of one body by where they are: a short one beside a long one
/// shows legs where the other shows all, two of one length are two bodies; a vehicle's warm ends may lie
/// metres apart, but both tell where its middle is, and a part of it may look like anything. Somebody beside
/// a cow is not a part of the cow.
[[nodiscard]] bool are_one(const Contact& a, const Contact& b, const ContactPartsOptions& options);

/// Ends those of the contacts that are parts of others, which take them in. `over`: no more pictures will
/// tell. Whether there were any.
bool take_parts_together(std::vector<Contact>& contacts, const ContactPartsOptions& options, double elapsed_s,
                         bool over);

}  // namespace nightjar
