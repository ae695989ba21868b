"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from salerno.services.commerce.views import desk, notices, orders, plans

app_name = "commerce"
urlpatterns = [
    path("plans", plans.plans, name="plans"),
    path("plans/<slug:slug>", plans.plan, name="plan"),
    path("plans/<slug:slug>/order", plans.order, name="place"),
    path("plans/<slug:slug>/try", plans.trial, name="try"),
    path("you/orders", orders.orders, name="orders"),
    path("you/orders/bills/<int:invoice>.pdf", orders.bill, name="bill"),
    path("you/orders/<str:number>", orders.order, name="order"),
    path("you/orders/<str:number>/pay", orders.pay, name="pay"),
    path("you/orders/<str:number>/ask", orders.ask, name="ask"),
    path("you/orders/<str:number>/cancel", orders.cancel, name="cancel"),
    path("you/plans/<int:subscription>", orders.plan, name="own_plan"),
    path("payments/notices", notices.notices, name="notices"),
    path("desk/products", desk.products, name="desk_products"),
    path("desk/coupons", desk.coupon, name="desk_coupon"),
    path("desk/exemptions", desk.exempt, name="desk_exempt"),
    path("desk/orders/<str:number>/gift", desk.gift, name="desk_gift"),
    path("desk/products/<slug:slug>", desk.product, name="desk_product"),
    path("desk/orders", desk.orders, name="desk_orders"),
    path("desk/orders/<str:number>", desk.order, name="desk_order"),
    path("desk/owed/<int:due>/collect", desk.collect, name="desk_collect"),
    path("desk/licences", desk.licences, name="desk_licences"),
    path("desk/licences/<int:licence_id>", desk.licence, name="desk_licence"),
]
