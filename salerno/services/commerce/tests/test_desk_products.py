"""The desk's products: page by page, and each found by its name however many there are."""

from __future__ import annotations

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.services.accounts.values import Role
from salerno.services.commerce import models, queries
from salerno.services.commerce.values import Kind
from tests.web.test_security import staff


def test_a_product_behind_many_others_has_its_page_and_its_place() -> None:
    with entered(EDITORIAL, Viewer.visitor()):
        models.Product.objects.bulk_create(
            models.Product(slug=f"plan-{number}", kind=Kind.SUBSCRIPTION, title=f"Plan {number}")
            for number in range(260)
        )
    browser = staff(Role.EDITOR, factor=True).browser()
    last = models.Product.objects.order_by("kind", "pk").values_list("slug", flat=True)[259]
    assert browser.get(f"/desk/products/{last}").status_code == 200
    assert browser.get("/desk/products/nothing").status_code == 404
    pages = [browser.get(f"/desk/products?page={one}").content.decode() for one in (1, 6, 99)]
    assert [f'/desk/products/{last}"' in one for one in pages] == [False, True, True]
    assert pages[0].count("<tr><th") == 50
    with entered(EDITORIAL, Viewer.visitor()):
        listed = [one.slug for at in range(1, 7) for one in queries.products(at)[0]]
    assert len(set(listed)) == len(listed) == 260
